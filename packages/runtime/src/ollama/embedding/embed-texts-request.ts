import type { EmbeddingRequest } from '../../providers/embedding-requests.ts';
import type { KeepAlive } from '../../providers/provider-requests.ts';

/** A request for vectors, and what is known beside it. */
export interface EmbedTextsRequest extends Omit<EmbeddingRequest, 'signal'> {
  readonly signal?: AbortSignal | undefined;
  /** How long the model stays loaded when the request does not say. */
  readonly defaultKeepAlive?: KeepAlive | undefined;
  /** Tokens that the model was trained for, where that is known. */
  readonly contextLength?: number | undefined;
}

/** The texts of a request as a list. */
export function textsOf({ text }: Pick<EmbedTextsRequest, 'text'>): readonly string[] {
  return typeof text === 'string' ? [text] : text;
}
