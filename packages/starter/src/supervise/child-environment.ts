/** What a program needs of its surroundings to run; keys, tokens and options of Node are not among it. */
const NEEDED = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'SystemRoot',
  'SystemDrive',
  'APPDATA',
  'LOCALAPPDATA',
  // Where the system finds native libraries in uncommon places.
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  // A pull is made by the child: it goes the person's way through a proxy, and to the person's index.
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'PIP_CONFIG_FILE',
  'PIP_CERT',
  'HF_ENDPOINT',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
];

/**
 * The environment of the child process: the few names that it needs to run and to fetch a model, and none of ours. Where
 * the address of a proxy or an index holds a password, it is the person's for just this.
 */
export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  // Windows writes some of them in its own way: `Path`.
  const wanted = new Set(NEEDED.map((name) => name.toUpperCase()));
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && wanted.has(name.toUpperCase())) kept[name] = value;
  }
  return kept;
}
