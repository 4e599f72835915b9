import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

/** Waits so many milliseconds; rejects when the signal is aborted meanwhile. */
export type Wait = (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;

/** How a replay waits between the items of a stream. */
export interface ReplayPace {
  /** Waits what was recorded, or not at all. Resolves also when the signal is aborted: look at it afterwards. */
  between(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
  /** Gives a caller that left or cancelled when it was recorded the time to do so again. */
  beforeLeft(): Promise<void>;
}

/** Gives the pace of that name. `wait` is the clock of the recorded one. */
export function replayPace(
  pace: 'instant' | 'recorded',
  wait: Wait = (milliseconds, signal) =>
    delay(milliseconds, undefined, signal === undefined ? {} : { signal }),
): ReplayPace {
  return {
    between: async (milliseconds, signal) => {
      if (pace === 'instant' || milliseconds === 0) return;
      await wait(milliseconds, signal).catch((error: unknown) => {
        if (signal?.aborted !== true) throw error;
      });
    },
    beforeLeft: () => nextTurn(),
  };
}
