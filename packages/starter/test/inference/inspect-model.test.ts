import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeScriptedModel } from '../../../../test/support/src/tiny-models/scripted-model.ts';
import { makeWordEmbedder } from '../../../../test/support/src/tiny-models/word-embedder.ts';
import { inspectModel } from '../../src/inference/inspect-model.ts';
import { ask, missing, never, theEngine } from './use-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'nodetool-inspect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function fileOf(bytes: Uint8Array): string {
  const file = join(folder, `${count++}.gguf`);
  writeFileSync(file, bytes);
  return file;
}

const scripted = makeScriptedModel('{{ messages }}');

function changed(change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(scripted);
  change(bytes);
  return bytes;
}

/** The same bytes every time, of no meaning. */
const noise = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251));

describe('what a GGUF file says about itself', () => {
  test('a model that writes tells its family, template, sizes and encoding', async () => {
    const information = await inspectModel(fileOf(scripted));
    expect(information).toMatchObject({
      architecture: 'llama',
      capabilities: ['completion'],
      chatTemplate: '{{ messages }}',
      contextLength: 8192,
      embeddingLength: 320,
      quantization: 'F32',
    });
    expect(information.parameterCount).toBeGreaterThan(500_000);
    expect(information.metadata['tokenizer.ggml.tokens']).toBeNull();
    expect(information.metadata['general.architecture']).toBe('llama');
    expect(Object.keys(information.metadata)).not.toContain('tokenizer.chat_template');
    expect(Object.keys(information.metadata)).not.toContain('general.name');
  });

  test('a model with pooling makes vectors, and a missing template is missing', async () => {
    const information = await inspectModel(fileOf(makeWordEmbedder(48)));
    expect(information).toMatchObject({ architecture: 'bert', capabilities: ['embedding'] });
    expect(information.embeddingLength).toBe(48);
    expect(information).not.toHaveProperty('chatTemplate');
  });

  test.each([
    ['nothing', Buffer.alloc(0), /not a GGUF file/],
    ['three letters', Buffer.from('GGU'), /not a GGUF file/],
    ['a page', Buffer.from('<!doctype html><title>404</title>'), /not a GGUF file/],
    ['noise', noise, /not a GGUF file/],
    ['noise behind the letters', Buffer.concat([Buffer.from('GGUF\x03\0\0\0'), noise]), /damaged/],
    ['the letters alone', Buffer.from('GGUF'), /cut or damaged/],
    ['a head cut early', scripted.subarray(0, 40), /cut or damaged/],
    ['a head cut in the vocabulary', scripted.subarray(0, 3000), /cut or damaged/],
    ['weights cut', scripted.subarray(0, scripted.length - 4096), /cut: the tensor \S+ ends \d+ /],
    ['another version', changed((bytes) => bytes.writeUInt32LE(1, 4)), /version 1 is not/],
    [
      'bytes the other way round',
      changed((bytes) => bytes.writeUInt32BE(3, 4)),
      /version 50331648/,
    ],
    ['too many keys', changed((bytes) => bytes.writeBigUInt64LE(2n ** 63n, 16)), /claims .* keys/],
    ['no weights', changed((bytes) => bytes.writeBigUInt64LE(0n, 8)), /no weights/],
  ])('a file of %s is refused in words', async (_name, bytes, words) => {
    await expect(inspectModel(fileOf(bytes))).rejects.toThrow(words);
  });

  test('a file cut anywhere is refused, never taken', async () => {
    for (let length = 1; length < scripted.length; length = Math.ceil(length * 1.3)) {
      await expect(inspectModel(fileOf(scripted.subarray(0, length)))).rejects.toThrow(/GGUF file/);
    }
  });
});

describe.skipIf(missing !== undefined)(`loading ${missing ?? ''}`, () => {
  const options = { contextLength: 256, threads: 1, signal: never };

  test('what is no model is refused, and the engine goes on', async () => {
    await expect(theEngine().load(fileOf(noise), options)).rejects.toThrow(/not a GGUF file/);
    const cut = fileOf(scripted.subarray(0, scripted.length - 4096));
    await expect(theEngine().load(cut, options)).rejects.toThrow(/is cut/);
    // Whole to the eye, but of a family that nobody knows.
    const strange = changed((bytes) => bytes.write('lloma', bytes.indexOf('llama'), 'latin1'));
    await expect(theEngine().load(fileOf(strange), options)).rejects.toThrow(/cannot be loaded/);
    const model = await theEngine().load(fileOf(scripted), options);
    expect(model.contextLength).toBe(256);
    expect(model.sizeBytes).toBeGreaterThan(2_000_000);
    await model.unload();
  });

  test('a file that is not there is refused', async () => {
    await expect(theEngine().load(join(folder, 'no.gguf'), options)).rejects.toThrow(/ENOENT/);
  });

  test('a load that is called off rejects with the reason', async () => {
    const reason = new Error('never mind');
    const load = theEngine().load(fileOf(scripted), {
      ...options,
      signal: AbortSignal.abort(reason),
    });
    await expect(load).rejects.toBe(reason);
  });

  test('a template that does not come to an end is ended', { timeout: 60_000 }, async () => {
    const around = '{% for a in range(30000) %}';
    const endless = `${around.repeat(3)}${'{% endfor %}'.repeat(3)}x`;
    const model = await theEngine().load(fileOf(makeScriptedModel(endless)), options);
    await expect(ask(model, { user: 'hello' })).rejects.toThrow('does not come to an end');
    await model.unload();
  });

  test('a file without a template gets the contents alone', async () => {
    const model = await theEngine().load(fileOf(makeScriptedModel()), options);
    const { end } = await ask(model, { user: 'hello', options: { num_predict: 1 } });
    // One token a byte in this vocabulary.
    expect(end.promptTokens).toBe(5);
    await model.unload();
  });
});
