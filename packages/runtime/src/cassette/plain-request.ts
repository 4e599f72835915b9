import { isRecord } from '@nodetool-ai/graph';
import { toPlainMessage } from './plain-message.ts';
import { toPlainRecord } from './plain-value.ts';
import type { PlainValue } from './plain-value.ts';

/** A request as a tape holds it. */
export type PlainRequest = Readonly<Record<string, PlainValue>>;

/** Settings that mean the same as nothing. */
const DEFAULTS: Readonly<Record<string, PlainValue>> = {
  batchSize: 32,
  complete: false,
  concurrency: 2,
  contextLength: 'auto',
  logprobs: false,
  onTooLong: 'refuse',
  options: {},
  route: 'auto',
  strictContext: false,
  timeoutMs: 0,
  toolChoice: 'auto',
  tools: [],
  topLogprobs: 0,
};

/** Fields that programs without types may put into a request, and that must not get onto a tape. */
const SECRET_FIELD = /^(api[-_]?key|auth(orization)?|cookie|headers|password|secret|token)$/i;

/**
 * Gives a request in the one form that all requests with the same meaning have: keys sorted, signal left out, settings
 * at their defaults left out, images as SHA-256 of their bytes in whatever form they were given, one text for one part
 * of text. Secrets of programs (`headers`, `apiKey`, …) are left out, also out of `options`.
 */
export function toPlainRequest(request: object): PlainRequest {
  const plain = toPlainRecord(request);
  const { model, options, text, toolChoice } = plain;
  if (typeof model === 'string') plain['model'] = model.trim();
  if (typeof text === 'string') plain['text'] = [text];
  if (toolChoice === 'any') plain['toolChoice'] = 'required';
  if (isRecord(options)) plain['options'] = withoutSecrets(options);
  if ('messages' in request && Array.isArray(request.messages))
    plain['messages'] = request.messages.map(toPlainMessage);
  return Object.fromEntries(
    Object.entries(withoutSecrets(plain)).filter(([name, value]) => !isDefault(name, value)),
  );
}

function isDefault(name: string, value: PlainValue): boolean {
  return Object.hasOwn(DEFAULTS, name) && JSON.stringify(DEFAULTS[name]) === JSON.stringify(value);
}

function withoutSecrets(fields: Record<string, PlainValue>): Record<string, PlainValue> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRET_FIELD.test(name)));
}
