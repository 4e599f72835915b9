/** The printable character that stands for each byte in GPT-2 style vocabularies. */
export const BYTE_CHARACTERS: readonly string[] = (() => {
  const isPrintable = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCodePoint(isPrintable(byte) ? byte : next++),
  );
})();

/** A text as such a vocabulary writes it. */
export function toByteCharacters(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => BYTE_CHARACTERS[byte] ?? '').join('');
}
