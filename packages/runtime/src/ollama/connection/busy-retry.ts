import { setTimeout as delay } from 'node:timers/promises';
import { isNodetoolError } from '@nodetool-ai/graph';
import { cancelledError, throwIfCancelled } from './cancelled-error.ts';

/** Tries in all; a daemon that is busy for longer is busy. */
const MOST_TRIES = 3;
/** First pause; it doubles, and each is taken between half and one and a half of it, so that callers spread. */
const FIRST_PAUSE_MS = 250;

/**
 * Makes an attempt, and makes it again when the daemon says that its queue is full (OLLAMA_BUSY): such a request was
 * never begun. Nothing else is ever sent twice. At most three tries, within about a second. An abort ends the waiting
 * with CANCELLED.
 */
export async function retryWhileBusy<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    throwIfCancelled(signal);
    try {
      return await attempt();
    } catch (error) {
      const isBusy = isNodetoolError(error) && error.code === 'OLLAMA_BUSY';
      if (!isBusy || tries === MOST_TRIES) throw error;
    }
    const pauseMs = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + Math.random());
    try {
      await delay(pauseMs, undefined, signal === undefined ? {} : { signal });
    } catch {
      throw cancelledError(signal);
    }
  }
}
