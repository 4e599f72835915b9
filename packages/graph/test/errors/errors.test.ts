import {
  ERROR_CATALOGUE,
  errorShape,
  fromErrorShape,
  isNodetoolError,
  NodetoolError,
  toErrorShape,
  toModelReference,
} from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';

describe('an error', () => {
  test('has message and hint of the catalogue unless it has its own', () => {
    const plain = new NodetoolError('CANCELLED');
    expect([plain.message, plain.hint]).toEqual([
      ERROR_CATALOGUE.CANCELLED.summary,
      ERROR_CATALOGUE.CANCELLED.hint,
    ]);
    expect(new NodetoolError('CANCELLED', 'own', { hint: 'do' })).toMatchObject({
      message: 'own',
      hint: 'do',
    });
  });

  test('is known when another copy of the package made it', () => {
    expect(isNodetoolError({ [Symbol.for('nodetool-ai.error')]: true })).toBe(true);
    for (const value of [new Error('x'), undefined, 'x', {}])
      expect(isNodetoolError(value)).toBe(false);
  });

  test('survives a process border, without what is no JSON', () => {
    const error = new NodetoolError('MODEL_NOT_FOUND', 'm', {
      action: { kind: 'pull-model', subject: 'x' },
      cause: new Error('inner'),
      details: { status: 404, list: ['a'], secret: () => {}, none: undefined },
    });
    const shape = toErrorShape(error);
    expect(errorShape.parse(JSON.parse(JSON.stringify(shape)))).toEqual(shape);
    expect(shape.details).toEqual({ status: 404, list: ['a'] });
    expect(toErrorShape(fromErrorShape(shape))).toEqual(shape);
  });

  test('of somebody else keeps its message', () => {
    expect(toErrorShape(new Error('theirs'))).toMatchObject({
      code: 'NODE_FAILED',
      message: 'theirs',
    });
    expect(toErrorShape('text', 'STORAGE_FAILED')).toMatchObject({
      code: 'STORAGE_FAILED',
      message: 'text',
    });
  });
});

test.each([
  ['llama3.2', undefined, { provider: 'ollama', id: 'llama3.2' }],
  ['llama3.2', 'other', { provider: 'other', id: 'llama3.2' }],
  [
    { type: 'language_model', provider: 'ollama', id: 'x', name: 'X' },
    'other',
    { provider: 'ollama', id: 'x' },
  ],
  [{ provider: 'empty', id: 'x' }, undefined, { provider: 'ollama', id: 'x' }],
  ['', 'ollama', undefined],
  [{ provider: 'empty', id: '' }, undefined, undefined],
  [undefined, undefined, undefined],
])('the model setting %j with provider %j means %j', (model, provider, expected) => {
  expect(toModelReference(model, provider)).toEqual(expected);
});
