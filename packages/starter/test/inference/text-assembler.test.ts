import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextAssembler } from '../../src/inference/text-assembler.ts';

/** A vocabulary of bytes, as those of models are for what they have no word for. */
const bytes = {
  detokenize: (tokens: readonly number[]) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(tokens)),
};

test('no piece has a cut character, and together they are the text', () => {
  fc.assert(
    fc.property(
      fc
        .string({ unit: 'grapheme', maxLength: 20 })
        .filter((text) => !text.includes('\uFFFD') && !text.startsWith('\uFEFF')),
      (text) => {
        const assembler = new TextAssembler(bytes);
        const pieces = [...new TextEncoder().encode(text)].map((byte) => assembler.add(byte));
        expect(pieces.join('') + assembler.end()).toBe(text);
        expect(pieces.every((piece) => !piece.includes('\uFFFD'))).toBe(true);
      },
    ),
  );
});

test('a character that was begun is left out at the end', () => {
  const assembler = new TextAssembler(bytes);
  const begun = [...new TextEncoder().encode('ok🎉')].slice(0, -1);
  expect(begun.map((byte) => assembler.add(byte)).join('') + assembler.end()).toBe('ok');
});

test('bytes that never become a character are not held for ever', () => {
  const assembler = new TextAssembler(bytes);
  const shown = Array.from({ length: 20 }, () => assembler.add(0xff)).join('');
  expect(shown.length).toBeGreaterThan(8);
});
