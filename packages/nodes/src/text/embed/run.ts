import { NodetoolError, definedFields } from '@nodetool-ai/graph';
import type { ModelFacts, NodeRun } from '@nodetool-ai/graph';
import type { NodeServices } from '@nodetool-ai/runtime';
import { chooseModel } from '../../models/choose-model.ts';
import type { ChosenModel } from '../../models/choose-model.ts';
import { announceModel } from '../../models/announce-model.ts';
import { requireCapability } from '../../models/require-capability.ts';
import type { declaration } from './declare.ts';

/**
 * Rejects with MODEL_NOT_CHOSEN, MODEL_LACKS_CAPABILITY, EMBEDDING_INVALID and whatever the provider says. Uses the
 * network.
 */
export const run: NodeRun<typeof declaration, NodeServices> = async function* ({
  inputs,
  props,
  context,
  signal,
}) {
  if (inputs.text.length === 0)
    throw new NodetoolError('NODE_INPUT_MISSING', 'text: the list holds no text.');
  const { providers } = context;
  const model = await chooseModel({ settings: props, capability: 'embedding', providers, signal });
  const facts = await requireCapability(model, 'embedding', signal);
  yield* announceModel(model, signal);
  const embeddings = await model.provider.generateEmbedding({
    text: inputs.text,
    model: model.id,
    signal,
    ...definedFields({
      dimensions: props.dimensions,
      keepAlive: props.keepAlive === '' ? undefined : props.keepAlive,
    }),
  });
  const [first] = embeddings;
  if (first === undefined || embeddings.length !== inputs.text.length) {
    throw new NodetoolError(
      'EMBEDDING_INVALID',
      `${model.id} gave ${embeddings.length} vectors for ${inputs.text.length} texts.`,
    );
  }
  yield { kind: 'output', port: 'embeddings', value: embeddings };
  yield { kind: 'output', port: 'embedding', value: first };
  yield { kind: 'output', port: 'model', value: describeModel(model, facts, first.length) };
};

/** The length is that of the vectors at hand; where it is known from is said only when both agree. */
function describeModel(
  model: ChosenModel,
  facts: ModelFacts | undefined,
  dimensions: number,
): Readonly<Record<string, unknown>> {
  const source = facts?.dimensions === dimensions ? facts.dimensionsSource : undefined;
  return definedFields({
    provider: model.provider.provider,
    id: facts?.id ?? model.id,
    digest: facts?.digest,
    dimensions,
    dimensionsSource: source,
  });
}
