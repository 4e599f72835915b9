/** The printable character that stands for each byte in a GPT-2 vocabulary; the index is the byte. */
export const BYTE_CHARACTERS: readonly string[] = byteCharacters();

/** A text as GPT-2 vocabularies spell it: one printable character for each UTF-8 byte (a space is `Ġ`). */
export function toByteLevel(text: string): string {
  return [...Buffer.from(text, 'utf8')].map((byte) => BYTE_CHARACTERS[byte]).join('');
}

/** Printable Latin-1 characters stand for themselves; the others get 256, 257, … in order. */
function byteCharacters(): string[] {
  const isPrintable = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCodePoint(isPrintable(byte) ? byte : next++),
  );
}
