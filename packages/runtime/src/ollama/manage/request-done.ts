import type { DaemonRequest } from '../connection/daemon-call.ts';
import type { ErrorContext } from '../errors/daemon-error.ts';
import { openAnswer } from '../connection/open-answer.ts';

/** Sends a request whose answer says nothing but its status. Rejects with the error of every status but success. */
export function requestDone(
  request: DaemonRequest,
  context: Omit<ErrorContext, 'path'>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sink = { data: () => {}, end: resolve, fail: reject };
    openAnswer(request, { ...context, path: request.path }, sink).catch(reject);
  });
}
