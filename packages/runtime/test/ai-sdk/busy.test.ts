import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import { APICallError, generateText } from 'ai';
import { expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  jsonScript,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { toSdkError } from '../../src/ai-sdk/sdk-error.ts';
import { daemonThatPlays } from '../scripted.ts';
import { chatBodies, modelAt } from './sdk-daemon.ts';

const BUSY = jsonScript(
  { error: 'server busy, please try again.  maximum pending requests exceeded' },
  503,
);

test('a busy daemon is an error that the SDK may try again, and still one of ours', async () => {
  const daemon = await daemonThatPlays(BUSY);
  const failing = generateText({ model: modelAt(daemon), prompt: 'hi', maxRetries: 0 });
  const error: unknown = await failing.catch((thrown: unknown) => thrown);
  expect(APICallError.isInstance(error) && error.isRetryable).toBe(true);
  expect(isNodetoolError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'OLLAMA_BUSY', statusCode: 503, url: daemon.url });
});

test('the SDK tries again after a busy daemon', async () => {
  const daemon = await daemonThatPlays(linesScript(chatLine({ content: 'at last' }), doneLine()));
  // As often as the provider itself tries.
  for (let turn = 0; turn < 3; turn += 1) daemon.once('POST /api/chat', BUSY);
  const { text } = await generateText({ model: modelAt(daemon), prompt: 'hi', maxRetries: 1 });
  expect(text).toBe('at last');
  expect(chatBodies(daemon)).toHaveLength(4);
});

test('no other error is one that the SDK tries again', () => {
  const error = new NodetoolError('MODEL_OUT_OF_MEMORY');
  expect(toSdkError(error, undefined)).toBe(error);
  expect(APICallError.isInstance(error)).toBe(false);
});
