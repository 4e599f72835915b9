import type { NodetoolError } from '@nodetool-ai/graph';
import { BodyCollector } from './body-collector.ts';
import type { DaemonCall, DaemonRequest, ResponseSink } from './daemon-call.ts';
import { daemonError } from '../errors/daemon-error.ts';
import type { ErrorContext } from '../errors/daemon-error.ts';

/** Bytes of an error's body that are read. */
const MOST_ERROR_BYTES = 64 * 1024;

/** Takes the body of an answer that succeeded. */
export interface BodySink {
  /** The answer succeeded and its body follows. May throw to end it. */
  open?(contentType: string): void;
  data(bytes: Buffer): void;
  end(): void;
  fail(error: NodetoolError): void;
}

/**
 * Sends a request. Resolves when the answer has begun with a status of success; its body then goes to the sink.
 * Rejects with the error of every other status (bodies are read up to 64 KiB) and of the connection until then.
 */
export function openAnswer(
  request: DaemonRequest,
  context: ErrorContext,
  sink: BodySink,
): Promise<DaemonCall> {
  return new Promise((resolve, reject) => {
    let failedStatus: number | undefined;
    let failedContentType = '';
    let isOpen = false;
    const failure = new BodyCollector(MOST_ERROR_BYTES);
    const rejectAnswer = (status: number): void =>
      reject(
        daemonError({ status, contentType: failedContentType, body: failure.text() }, context),
      );
    const responseSink: ResponseSink = {
      head(status, contentType) {
        if (status >= 200 && status < 300) {
          sink.open?.(contentType);
          isOpen = true;
          resolve(call);
        } else {
          failedStatus = status;
          failedContentType = contentType;
        }
      },
      data(bytes) {
        if (failedStatus === undefined) return sink.data(bytes);
        if (failure.add(bytes)) return;
        call.abort();
        rejectAnswer(failedStatus);
      },
      end() {
        if (failedStatus === undefined) sink.end();
        else rejectAnswer(failedStatus);
      },
      fail(error) {
        // What had come of the words before they broke off still says more than that they broke off.
        if (failedStatus !== undefined && error.code !== 'CANCELLED') rejectAnswer(failedStatus);
        else if (isOpen) sink.fail(error);
        else reject(error);
      },
    };
    const call = context.connection.call(request, responseSink);
  });
}
