import { NodetoolError } from '@nodetool-ai/graph';
import { byteWords } from './byte-words.ts';
import { shownAddress } from './mask-secrets.ts';

/** The error of a file with another size than it must have. */
export function wrongSize(source: string, expectedBytes: number, gotBytes: number): NodetoolError {
  const words = gotBytes > expectedBytes ? 'more' : byteWords(gotBytes);
  return new NodetoolError(
    'DOWNLOAD_CORRUPT',
    `${source} has a file that is not the one expected: ${expectedBytes} bytes are right, and it has ${words}. It was thrown away.`,
    { details: { source, expectedBytes, gotBytes } },
  );
}

/** The error of an answer that ended before its end; asking for the rest may help. */
export function cutOff(url: string, completed: number, total: number): NodetoolError {
  return new NodetoolError(
    'DOWNLOAD_FAILED',
    `${shownAddress(url)} ended too early: ${completed} of ${total} bytes came.`,
    { details: { isCutOff: true } },
  );
}
