// What the clients are given to do, known to the server and to the measuring process alike.

/** Texts of the embedding rows. */
export const TEXTS = 512;
/** Numbers of each vector. */
export const DIMENSIONS = 768;
/** The texts; the server finds the vector by the number at the end. */
export const embeddingTexts = () =>
  Array.from({ length: TEXTS }, (_, index) => `A passage of a document, number ${index}`);

/** A model whose answers have so many chunks. */
export const modelOfChunks = (chunks) => `bench:${chunks}`;
/** A model that answers with the time at which it wrote its first chunk, then a few more. */
export const FIRST_TOKEN_MODEL = 'bench:first';
/** A model that makes vectors. */
export const EMBEDDING_MODEL = 'bench-embed:latest';
