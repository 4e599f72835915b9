import { isNodetoolError } from '@nodetool-ai/graph';
import type { GenerateRequest } from '../../providers/provider-requests.ts';
import { retryWhileBusy } from '../connection/busy-retry.ts';
import { largerContext } from './context-length.ts';
import type { ContextPlan } from './context-length.ts';
import type { DaemonCall } from '../connection/daemon-call.ts';

/** What was asked for in the end, told to whoever reads the answer. */
export interface ChatAttempt {
  /** Context that was asked for, in tokens; undefined = the daemon decided. */
  readonly contextLength: number | undefined;
  /** Whether the daemon may leave out a part of the prompt. */
  readonly mayTruncate: boolean;
  /** Length of the whole prompt, where the daemon told it when it refused to take it whole. */
  readonly promptTokens?: number | undefined;
}

/**
 * Sends a chat so that nothing of the prompt is lost in silence: first whole. When the daemon says that it is too long,
 * the context is made larger where it may be; else, unless the caller is strict, it is sent once more with leave to cut,
 * and the attempt says how long it was. Each try is one of retryWhileBusy; a refused prompt was never begun.
 */
export async function openChat(
  request: GenerateRequest,
  plan: ContextPlan,
  send: (attempt: ChatAttempt) => Promise<DaemonCall>,
  signal: AbortSignal,
): Promise<DaemonCall> {
  const attempt = (how: ChatAttempt) => retryWhileBusy(() => send(how), signal);
  let { contextLength } = plan;
  let promptTokens: number | undefined;
  try {
    return await attempt({ contextLength, mayTruncate: false });
  } catch (error) {
    promptTokens = lengthOfRefused(error);
    const larger = largerContext(plan, promptTokens, request);
    if (larger === undefined && request.strictContext === true) throw error;
    contextLength = larger ?? contextLength;
    if (larger !== undefined) {
      try {
        return await attempt({ contextLength, mayTruncate: false });
      } catch (second) {
        promptTokens = lengthOfRefused(second) ?? promptTokens;
        if (request.strictContext === true) throw second;
      }
    }
  }
  return attempt({ contextLength, mayTruncate: true, promptTokens });
}

/** How long the prompt is that was too long, as far as the daemon told. Throws every other error. */
function lengthOfRefused(error: unknown): number | undefined {
  if (!isNodetoolError(error) || error.code !== 'CONTEXT_OVERFLOW') throw error;
  const { promptTokens } = error.details ?? {};
  return typeof promptTokens === 'number' ? promptTokens : undefined;
}
