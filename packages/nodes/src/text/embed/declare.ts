import { defineNode, port, toModelReference, modelSettingSchema } from '@nodetool-ai/graph';
import type { EmbeddingFacts, ModelFactsLookup } from '@nodetool-ai/graph';
import { z } from 'zod';
import { keepAliveSetting, modelSettings } from '../../models/model-settings.ts';

const inputs = {
  text: {
    type: port.list(port.text),
    required: true,
    title: 'Text',
    description: 'One text or several.',
  },
} as const;

const outputsWith = (facts: EmbeddingFacts) =>
  ({
    embeddings: {
      type: port.list(port.embedding(facts)),
      title: 'Embeddings',
      description: 'One vector for each text, in order.',
    },
    embedding: {
      type: port.embedding(facts),
      title: 'Embedding',
      description: 'The vector of the first text.',
    },
    model: {
      type: port.model,
      title: 'Model',
      description:
        'What made the vectors: { provider, id, digest?, dimensions, dimensionsSource? }.',
    },
  }) as const;

/** `nodetool.text.Embed`: an embedding model turns texts into vectors. */
export const declaration = defineNode({
  type: 'nodetool.text.Embed',
  version: 1,
  title: 'Embed',
  description:
    'Turns texts into vectors that say how close their meanings are.\nembedding, vector, similarity, search, rag, ollama',
  inputs,
  outputs: outputsWith({}),
  props: z.object({
    ...modelSettings,
    dimensions: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe('Shorten the vectors to this length (models that allow it).'),
    keepAlive: keepAliveSetting,
  }),
  needs: ['providers'],
  effects: 'seeded',
  models: { model: { capability: 'embedding' } },
  resolvePorts: (data, facts) => ({ inputs, outputs: outputsWith(vectorFacts(data, facts)) }),
});

/** What the ports can say about the vectors; nothing unless the model is known. */
function vectorFacts(
  data: Readonly<Record<string, unknown>>,
  lookUp: ModelFactsLookup,
): EmbeddingFacts {
  const setting = modelSettingSchema.safeParse(data['model']);
  const provider = typeof data['provider'] === 'string' ? data['provider'] : undefined;
  const reference = toModelReference(setting.data, provider);
  const facts = reference && lookUp(reference.provider, reference.id);
  if (facts === undefined || facts.embedding === 'no') return {};
  const wanted = data['dimensions'];
  const isWanted = typeof wanted === 'number' && Number.isInteger(wanted) && wanted > 0;
  const known = { model: facts.id, digest: facts.digest };
  return { ...known, dimensions: isWanted ? wanted : facts.dimensions };
}
