import { NodetoolError } from '@nodetool-ai/graph';
import type { ModelCapability } from '@nodetool-ai/graph';

const WORDS: Readonly<Record<ModelCapability, string>> = {
  completion: 'answer text',
  tools: 'call tools',
  insert: 'fill in text between two others',
  vision: 'read images',
  embedding: 'make embeddings',
  thinking: 'think before it answers',
  image: 'make images',
  audio: 'listen to audio',
};

/** The error for a model that cannot do what is asked: MODEL_LACKS_CAPABILITY, `details.capability` names what. */
export function lacksCapability(
  model: string,
  capability: ModelCapability,
  details: Readonly<Record<string, unknown>> = {},
): NodetoolError {
  return new NodetoolError('MODEL_LACKS_CAPABILITY', `${model} cannot ${WORDS[capability]}.`, {
    action: { kind: 'choose-model' },
    details: { ...details, model, capability },
  });
}
