import { isNodetoolError, isRecord, NodetoolError, toErrorShape } from '@nodetool-ai/graph';
import type { ErrorAnswer, ErrorCode } from '@nodetool-ai/graph';
import type { FastifyInstance } from 'fastify';
import { httpStatusOf } from './http-status.ts';

/** What Fastify refuses by itself, in our words. */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'REQUEST_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'REQUEST_NOT_JSON',
};

/** Every error leaves as `{ error: { code, message, hint } }`. What we did not foresee is told to `report` only. */
export function answerErrors(app: FastifyInstance, report: (error: unknown) => void): void {
  app.setErrorHandler((error, _request, reply) => {
    const known = toKnownError(error);
    if (known.code === 'SERVER_FAILED') report(error);
    const answer: ErrorAnswer = { error: toErrorShape(known) };
    return reply.status(httpStatusOf(known.code)).send(answer);
  });
  app.setNotFoundHandler((request) => {
    const [path = ''] = request.url.split('?');
    throw new NodetoolError('ROUTE_NOT_FOUND', `There is no ${request.method} ${path}.`);
  });
}

function toKnownError(error: unknown): NodetoolError {
  if (isNodetoolError(error)) return error;
  const code = isRecord(error) || error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const status =
    isRecord(error) || error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
  const known = typeof code === 'string' ? FASTIFY_CODES[code] : undefined;
  if (known !== undefined) return new NodetoolError(known);
  const message = error instanceof Error ? error.message : String(error);
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new NodetoolError('REQUEST_INVALID', message);
  return new NodetoolError('SERVER_FAILED');
}
