import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import { toWireKeepAlive } from '../connection/keep-alive.ts';
import type { EmbedTextsRequest } from './embed-texts-request.ts';
import { textsOf } from './embed-texts-request.ts';

/** Throws MODEL_NOT_CHOSEN and REQUEST_INVALID for what can be known to be wrong without asking anybody. */
export function checkEmbedRequest(request: EmbedTextsRequest): void {
  if (request.model.trim() === '') throw new NodetoolError('MODEL_NOT_CHOSEN');
  checkTexts(textsOf(request));
  checkWhole('dimensions', request.dimensions);
  checkWhole('batchSize', request.batchSize, 512);
  checkWhole('concurrency', request.concurrency, 8);
  checkWord('onTooLong', request.onTooLong, ['refuse', 'cut']);
  checkWord('route', request.route, ['auto', 'embed', 'base64']);
  const { options } = request;
  if (options !== undefined && !isRecord(options)) throw invalid('options: must be an object.');
  if (options !== undefined && request.route === 'base64')
    throw invalid('options: cannot be sent by the route base64; take the route embed.');
  toWireKeepAlive(request.keepAlive, request.defaultKeepAlive);
}

function checkTexts(texts: readonly unknown[]): void {
  if (!Array.isArray(texts)) throw invalid('text: must be a text or a list of texts.');
  const wrong = texts.findIndex((given) => typeof given !== 'string');
  if (wrong === -1) return;
  throw new NodetoolError('REQUEST_INVALID', `Text ${wrong + 1} of ${texts.length} is no text.`, {
    details: { index: wrong },
  });
}

function checkWhole(name: string, value: number | undefined, most?: number): void {
  if (value === undefined) return;
  if (Number.isSafeInteger(value) && value > 0 && (most === undefined || value <= most)) return;
  const range = most === undefined ? 'above 0' : `from 1 to ${most}`;
  throw invalid(`${name}: must be a whole number ${range}.`);
}

function checkWord(name: string, value: string | undefined, words: readonly string[]): void {
  if (value !== undefined && !words.includes(value))
    throw invalid(`${name}: must be ${words.join(', ')} or left out.`);
}

function invalid(message: string): NodetoolError {
  return new NodetoolError('REQUEST_INVALID', message);
}
