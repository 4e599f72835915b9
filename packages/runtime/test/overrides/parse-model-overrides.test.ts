import { isNodetoolError } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { parseModelOverrides } from '../../src/overrides/parse-model-overrides.ts';

function refusalOf(text: string) {
  try {
    parseModelOverrides(text);
  } catch (error) {
    if (isNodetoolError(error)) return error;
  }
  throw new Error('nothing was refused');
}

describe('the overrides of models', () => {
  test('are read with yes and no in both forms', () => {
    const overrides = parseModelOverrides(
      '{"llava:7b": {"tools": "no", "thinking": true, "vision": "unknown", "completion": false, "contextLength": 8192}}',
    );
    expect(overrides.find('llava:7b')).toEqual({
      tools: 'no',
      thinking: 'yes',
      vision: 'unknown',
      completion: 'no',
      contextLength: 8192,
    });
    expect(overrides.find('llava:13b')).toBeUndefined();
  });

  test('mean latest where a name has no tag, on both sides', () => {
    const overrides = parseModelOverrides('{"a": {"tools": "yes"}, " b:latest ": {"tools": "no"}}');
    expect(overrides.find('a:latest')).toEqual({ tools: 'yes' });
    expect(overrides.find('a:7b')).toBeUndefined();
    expect(overrides.find('b')).toEqual({ tools: 'no' });
  });

  test('take each fact from the most exact entry, in whatever order they stand', () => {
    const overrides = parseModelOverrides(
      '{"qwen3:8b": {"tools": "no"}, "qwen3*": {"thinking": "yes", "tools": "yes"}, "q*": {"thinking": "no", "dimensions": 8}}',
    );
    expect(overrides.find('qwen3:8b')).toEqual({ thinking: 'yes', tools: 'no', dimensions: 8 });
    expect(overrides.find('qwen3:4b')).toEqual({ thinking: 'yes', tools: 'yes', dimensions: 8 });
    expect(overrides.find('qwen2')).toEqual({ thinking: 'no', dimensions: 8 });
    expect(parseModelOverrides('{"*": {"tools": "no"}}').find('x')).toEqual({ tools: 'no' });
  });

  test('may be left out', () => {
    expect(parseModelOverrides(' \n').find('a')).toBeUndefined();
    expect(parseModelOverrides('{}').find('a')).toBeUndefined();
  });

  test.each([
    ['{"a":', 'is not JSON', {}],
    ['["a"]', 'not a JSON object', {}],
    ['{"a": "yes"}', '"a"', { model: 'a' }],
    ['{"a": {"tools": "maybe"}}', 'tools of "a"', { model: 'a', field: 'tools' }],
    ['{"a": {"dimensions": 0}}', 'dimensions of "a"', { model: 'a', field: 'dimensions' }],
    ['{"a": {"contextLength": "8k"}}', 'contextLength of "a"', { field: 'contextLength' }],
    ['{"a": {"tool": "yes"}}', '"tool" (of "a")', { model: 'a', field: 'tool' }],
    ['{"a*b": {}}', '"a*b"', { model: 'a*b' }],
    ['{" ": {}}', 'without the name', {}],
  ])('are refused when they are wrong: %s', (text, words, details) => {
    const error = refusalOf(text);
    expect(error).toMatchObject({
      code: 'SETTING_INVALID',
      message: expect.stringContaining(words),
      action: { kind: 'open-settings', subject: 'OLLAMA_MODEL_OVERRIDES' },
    });
    expect(error.details).toMatchObject({ setting: 'OLLAMA_MODEL_OVERRIDES', ...details });
  });

  test('are not repeated when they are no JSON: it may be a key in the wrong place', () => {
    const error = refusalOf('marker-key-1234');
    expect(JSON.stringify(error) + String(error) + String(error.cause)).not.toContain('marker');
  });
});
