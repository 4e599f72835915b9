import type { KeepAlive } from './provider-requests.ts';

/** Texts to make vectors of. */
export interface EmbeddingRequest {
  /** One text or several; empty texts are refused with REQUEST_INVALID. */
  readonly text: string | readonly string[];
  readonly model: string;
  /** Shorten the vectors to this length, for models that allow it. */
  readonly dimensions?: number;
  readonly keepAlive?: KeepAlive;
  readonly signal?: AbortSignal;
}
