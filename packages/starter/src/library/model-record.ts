/** A model of the starter engine, as it is written beside its file. */
export interface ModelRecord {
  /** Full name with tag, for example `smollm2:135m`. */
  readonly name: string;
  /** SHA-256 of the file, 64 hexadecimal digits; the file is `<sha256>.gguf` in the same folder. */
  readonly sha256: string;
  /** Bytes of the file. */
  readonly sizeBytes: number;
  /** SPDX name such as `Apache-2.0`; absent when nobody said. */
  readonly licence?: string;
  /** Where it came from, in words for people: `Hugging Face owner/repo`, `file notes.gguf`. */
  readonly source: string;
  /** When it was added, ISO 8601. */
  readonly addedAt: string;
}
