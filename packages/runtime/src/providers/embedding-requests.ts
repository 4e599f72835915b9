import type { CallUsage, KeepAlive } from './provider-requests.ts';

/** How far a request has come. */
export interface EmbeddingProgress {
  /** Texts whose vectors are there. */
  readonly done: number;
  /** Texts in all. */
  readonly total: number;
}

/** Texts to make vectors of. */
export interface EmbeddingRequest {
  /** One text or several. Empty texts have vectors too; what is no text is refused with REQUEST_INVALID. */
  readonly text: string | readonly string[];
  /** Name of the model; without a tag, `latest` is meant. */
  readonly model: string;
  /**
   * Shorten the vectors to this length, for models that allow it. EMBEDDING_INVALID when they do not get it. Default:
   * their own length.
   */
  readonly dimensions?: number;
  /** How long the model stays loaded afterwards. Default: that of the provider. */
  readonly keepAlive?: KeepAlive;
  /**
   * A text longer than the context: `refuse` it with CONTEXT_OVERFLOW (the default; `details.index` names it), or `cut`
   * it to about as long a beginning as fits, which `EmbeddingResult.cut` tells. Nothing is ever cut without being asked.
   */
  readonly onTooLong?: 'refuse' | 'cut';
  /** Most texts in one request, 1 to 512. Default 32 (64 by `base64`). Requests are also bounded by their characters. */
  readonly batchSize?: number;
  /** Most requests under way at a time, 1 to 8. Default 2. */
  readonly concurrency?: number;
  /** Options of the daemon by its own names, sent as they are, such as `num_ctx`. Default: none. */
  readonly options?: Readonly<Record<string, unknown>>;
  /**
   * `embed` = `/api/embed`. `base64` = `/v1/embeddings`, which costs half of the computing time here, but cuts long
   * texts without a word: only texts that cannot be too long go there, others by `embed`. It cannot carry `options`
   * (REQUEST_INVALID). Default `auto`: `base64` for 64 texts and more that it can take, else `embed`.
   */
  readonly route?: 'auto' | 'embed' | 'base64';
  /** Called each time when further vectors are there. An error that it throws ends the request. */
  readonly onProgress?: (progress: EmbeddingProgress) => void;
  /** Ends all requests under way and closes their sockets; no further one is sent. */
  readonly signal?: AbortSignal;
}

/** A text that was too long and of which the vector shows only the beginning. */
export interface CutText {
  /** Its place in the list of texts, from 0. */
  readonly index: number;
  /** Length of the beginning that was kept: `text.slice(0, keptCharacters)`. */
  readonly keptCharacters: number;
  /** Length of the text. */
  readonly originalCharacters: number;
}

/** Figures that the daemon told for all requests together; absent where it did not tell them for each. */
export type EmbeddingUsage = Pick<CallUsage, 'promptTokens' | 'totalMs' | 'loadMs'>;

/** Vectors, and how they came to be. */
export interface EmbeddingResult {
  /** One for each text, in order. */
  readonly vectors: readonly Float32Array[];
  /** Length of each vector; undefined when there are no texts. */
  readonly dimensions: number | undefined;
  /** The model as it was asked for. */
  readonly model: string;
  /** Where there are several hosts, the name of the one that made the vectors; else absent. */
  readonly host?: string;
  /** `base64` when any of the vectors came that way. */
  readonly route: 'embed' | 'base64';
  /** Requests that carried texts, those that failed and were made again or in parts among them. */
  readonly requests: number;
  /** Texts of which only the beginning is in the vector, in order; only with `onTooLong: 'cut'`. */
  readonly cut: readonly CutText[];
  /** Places of the empty texts. Their vectors say nothing about any content. */
  readonly emptyTexts: readonly number[];
  /** `totalMs` is the sum over requests that may have overlapped, `loadMs` the longest wait for the model. */
  readonly usage: EmbeddingUsage;
}
