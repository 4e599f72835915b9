import type { InferenceRequest } from './inference-engine.ts';
import { FormatUnsupported } from './inference-engine.ts';
import type { Grammar, Llama } from './llama-binding.ts';
import { schemaGrammar } from './schema-grammar.ts';

/** The grammar that an answer in a format follows. Throws FormatUnsupported with the part that cannot be followed. */
export async function grammarOf(
  format: NonNullable<InferenceRequest['format']>,
  llama: Pick<Llama, 'createGrammar'>,
): Promise<Grammar> {
  const grammar = schemaGrammar(format === 'json' ? { type: 'object' } : format);
  try {
    return await llama.createGrammar({ grammar });
  } catch (error) {
    throw new FormatUnsupported('#: the schema leads to itself or is too large for the engine', {
      cause: error,
    });
  }
}
