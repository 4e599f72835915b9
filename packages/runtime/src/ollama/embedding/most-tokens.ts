/** Tokens that a model adds around a text: begin, end and a space before it, and one to spare. */
const ADDED_TOKENS = 4;

/**
 * The most tokens that a text can have: each stands for at least one byte of the text as the model's tokenizer sees it,
 * which may take letters apart (ﷺ into 18) and change their case.
 */
export function mostTokens(text: string): number {
  const sizeBytes = Buffer.byteLength(text);
  const isAscii = sizeBytes === text.length;
  const seenBytes = isAscii ? sizeBytes : Buffer.byteLength(text.normalize('NFKD').toLowerCase());
  return Math.max(sizeBytes, seenBytes) + ADDED_TOKENS;
}
