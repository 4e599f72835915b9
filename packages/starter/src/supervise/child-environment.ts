/** What a program needs of its surroundings to run at all; keys, tokens and options of Node are not among it. */
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
  // Where the system finds native libraries in uncommon places.
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
];

/** The environment of the child process: the few names that it needs to run, and none that could hold a secret. */
export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of NEEDED) {
    const value = environment[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
