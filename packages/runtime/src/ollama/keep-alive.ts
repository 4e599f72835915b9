import { NodetoolError } from '@nodetool-ai/graph';
import type { KeepAlive } from '../providers/provider-requests.ts';

/** How long a model stays loaded when nothing else is asked for. */
export const DEFAULT_KEEP_ALIVE = '10m';

/** Go's notation of durations. */
const DURATION = /^-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;

/**
 * Gives the keep-alive as the daemon takes it. Texts of digits become numbers: the daemon refuses `"-1"` and takes `-1`.
 * Throws REQUEST_INVALID for anything that it would refuse.
 */
export function toWireKeepAlive(keepAlive: KeepAlive = DEFAULT_KEEP_ALIVE): number | string {
  if (typeof keepAlive === 'number' && Number.isFinite(keepAlive)) return keepAlive;
  const text = String(keepAlive).trim();
  if (/^-?\d+$/.test(text)) return Number(text);
  if (DURATION.test(text)) return text;
  throw new NodetoolError(
    'REQUEST_INVALID',
    `keepAlive: ${JSON.stringify(keepAlive)} is not a time.`,
    {
      hint: 'Give seconds (-1 = for ever, 0 = unload at once), or a time such as "10m".',
    },
  );
}
