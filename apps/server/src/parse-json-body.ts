import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Bodies are JSON and nothing else, and hold no key that reaches the prototype of objects. What `JSON.parse` says of a
 * mistake is not passed on: it repeats a part of the body, which may be a secret.
 */
export function parseJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, text: string) => parseBody(text),
  );
}

function parseBody(text: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new NodetoolError('REQUEST_NOT_JSON');
  }
  const key = findPrototypeKey(body);
  if (key === undefined) return body;
  throw new NodetoolError('REQUEST_INVALID', `The body names a key that is not allowed: ${key}.`);
}

/** Goes through without recursion: a body may be nested deeper than the stack. */
function findPrototypeKey(body: unknown): string | undefined {
  const waiting = [body];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) {
      for (const item of value) if (typeof item === 'object') waiting.push(item);
    } else if (isRecord(value)) {
      if (Object.hasOwn(value, '__proto__')) return '__proto__';
      const { constructor } = value;
      // Alone it is an ordinary word.
      if (Object.hasOwn(value, 'constructor') && Object.hasOwn(Object(constructor), 'prototype'))
        return 'constructor.prototype';
      for (const inner of Object.values(value)) if (typeof inner === 'object') waiting.push(inner);
    }
  }
  return undefined;
}
