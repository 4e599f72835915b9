const LOOPBACK =
  /^(?:localhost|(?:.+\.)?localhost|ip6-localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])\.?$/i;

/**
 * Whether an address is this machine, by its name alone: no look-up. `http://127.1` counts, because URLs are read into
 * their full form first.
 */
export function isLoopback(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname);
}
