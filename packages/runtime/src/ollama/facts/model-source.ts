const CLOUD = /:(?:[^:/@]*-)?cloud$/i;
const LOCAL = /:local$/i;

/**
 * Where a model runs by what its name says: `x:cloud` and tags that end with `-cloud` in the cloud, `x:local` on the
 * daemon's machine. Undefined for other names, and for those that say both, which a daemon refuses.
 */
export function modelSource(name: string): 'cloud' | 'local' | undefined {
  const trimmed = name.trim();
  if (LOCAL.test(trimmed)) return CLOUD.test(trimmed.replace(LOCAL, '')) ? undefined : 'local';
  if (!CLOUD.test(trimmed)) return undefined;
  return LOCAL.test(trimmed.replace(/:cloud$/i, '')) ? undefined : 'cloud';
}

/** The name of a cloud model as the cloud itself has it: `x:480b` for `x:480b-cloud`, `x` for `x:cloud`. */
export function withoutCloudSuffix(name: string): string {
  return modelSource(name) === 'cloud' ? name.trim().replace(/[:-]cloud$/i, '') : name;
}

/** Whether an address is Ollama's own service, so that its models run in the cloud whatever their names say. */
export function isCloudService(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'ollama.com' || hostname.endsWith('.ollama.com');
}
