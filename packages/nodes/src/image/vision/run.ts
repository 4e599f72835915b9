import { NodetoolError } from '@nodetool-ai/graph';
import type { AssetReference, AssetStore, NodeRun } from '@nodetool-ai/graph';
import type { MessageContent, NodeServices } from '@nodetool-ai/runtime';
import { conversation } from '../../generation/conversation.ts';
import { streamAnswer } from '../../generation/stream-answer.ts';
import { chooseModel } from '../../models/choose-model.ts';
import { requireCapability } from '../../models/require-capability.ts';
import type { declaration } from './declare.ts';

/**
 * Rejects with MODEL_NOT_CHOSEN, MODEL_LACKS_CAPABILITY (older daemons would answer without looking at the image),
 * STORAGE_FAILED when an image is not stored, and whatever the provider says. Uses the network.
 */
export const run: NodeRun<typeof declaration, NodeServices> = async function* ({
  inputs,
  props,
  context,
  signal,
}) {
  if (inputs.image.length === 0)
    throw new NodetoolError('NODE_INPUT_MISSING', 'image: the list holds no image.');
  const { providers } = context;
  const model = await chooseModel({ settings: props, capability: 'vision', providers, signal });
  await requireCapability(model, 'vision', signal);
  const images = await Promise.all(
    inputs.image.map((reference) => toContent(reference, context.assets)),
  );
  const messages = conversation(inputs.system, [{ type: 'text', text: inputs.prompt }, ...images]);
  yield* streamAnswer({ model, messages, settings: props, signal });
};

async function toContent(reference: AssetReference, assets: AssetStore): Promise<MessageContent> {
  const data = await assets.read(reference);
  return { type: 'image_url', image: { data, mimeType: reference.mimeType } };
}
