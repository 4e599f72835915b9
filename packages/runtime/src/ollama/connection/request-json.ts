import { NodetoolError } from '@nodetool-ai/graph';
import { BodyCollector } from './body-collector.ts';
import { retryWhileBusy } from './busy-retry.ts';
import type { DaemonRequest } from './daemon-call.ts';
import type { ErrorContext } from '../errors/daemon-error.ts';
import { isWebPage, showableText } from '../errors/daemon-text.ts';
import { openAnswer } from './open-answer.ts';

/** Longest answer that is read: 32 vectors of 8,192 numbers are about 6 MB, a list of 1,000 models 1 MB. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Sends a request whose answer is one JSON value and gives that value. A busy daemon is asked again, see
 * retryWhileBusy. Rejects with an error of ours; OLLAMA_NOT_OLLAMA when the answer is no JSON.
 */
export function requestJson(
  request: DaemonRequest,
  context: Omit<ErrorContext, 'path'>,
): Promise<unknown> {
  const errorContext = { ...context, path: request.path };
  return retryWhileBusy(
    async () => parseBody(await readBody(request, errorContext), errorContext),
    request.signal,
  );
}

function readBody(request: DaemonRequest, context: ErrorContext): Promise<string> {
  return new Promise((resolve, reject) => {
    const body = new BodyCollector(MOST_BYTES);
    openAnswer(request, context, {
      data(bytes) {
        if (!body.add(bytes)) throw tooLong(context);
      },
      end: () => resolve(body.text()),
      fail: reject,
    }).catch(reject);
  });
}

function tooLong({ connection, path }: ErrorContext): NodetoolError {
  return new NodetoolError(
    'OLLAMA_BAD_STREAM',
    `${connection.url} answered ${path} with more than ${MOST_BYTES / 1024 / 1024} MiB.`,
    { details: { url: connection.url, path } },
  );
}

function parseBody(text: string, { connection, path }: ErrorContext): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = isWebPage(text) ? 'a web page' : 'something else than JSON';
    throw new NodetoolError(
      'OLLAMA_NOT_OLLAMA',
      `${connection.url} answered ${path} with ${what}.`,
      {
        cause,
        details: { url: connection.url, path, body: connection.hideKey(showableText(text)) },
      },
    );
  }
}
