/** What a conversion needs of the `config.json` of a BERT model. */
export interface BertConfiguration {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly contextLength: number;
  readonly typeCount: number;
  readonly normEpsilon: number;
  readonly vocabularySize: number;
}

/** Reads a `config.json`. Throws a RangeError that names a missing or impossible entry. */
export function readBertConfiguration(json: string): BertConfiguration {
  const values: Record<string, unknown> = JSON.parse(json);
  const positive = (name: string): number => {
    const value = values[name];
    if (typeof value !== 'number' || !(value > 0))
      throw new RangeError(`config.json must name a positive ${name}`);
    return value;
  };
  return {
    hiddenSize: positive('hidden_size'),
    intermediateSize: positive('intermediate_size'),
    layers: positive('num_hidden_layers'),
    heads: positive('num_attention_heads'),
    contextLength: positive('max_position_embeddings'),
    typeCount: positive('type_vocab_size'),
    normEpsilon: positive('layer_norm_eps'),
    vocabularySize: positive('vocab_size'),
  };
}
