import { NodetoolError } from '@nodetool-ai/graph';
import type { KeepAlive } from '../../providers/provider-requests.ts';

/** How long a model stays loaded when nothing else is asked for. */
export const DEFAULT_KEEP_ALIVE = '10m';

/** Go's notation of durations, which the daemon reads. */
const DURATION = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;

/**
 * Gives the keep-alive as the daemon takes it. Texts of digits become numbers of seconds, because the daemon refuses
 * `"-1"` and takes `-1`. Throws REQUEST_INVALID for what the daemon would refuse.
 */
export function toWireKeepAlive(
  keepAlive: KeepAlive | undefined,
  defaultKeepAlive: KeepAlive = DEFAULT_KEEP_ALIVE,
): number | string {
  const given = keepAlive ?? defaultKeepAlive;
  if (typeof given === 'number' && Number.isFinite(given)) return given;
  const text = String(given).trim();
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (DURATION.test(text)) return text;
  throw new NodetoolError(
    'REQUEST_INVALID',
    `keepAlive: ${JSON.stringify(text.slice(0, 40))} is not a time.`,
    {
      hint: 'Give seconds (-1 = for ever, 0 = unload at once), or a time such as "10m" or "1h30m".',
    },
  );
}
