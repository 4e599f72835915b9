import type { NodeRun } from '@nodetool-ai/graph';
import type { NodeServices } from '@nodetool-ai/runtime';
import { conversation } from '../../generation/conversation.ts';
import { streamAnswer } from '../../generation/stream-answer.ts';
import { chooseModel } from '../../models/choose-model.ts';
import { requireCapability } from '../../models/require-capability.ts';
import type { declaration } from './declare.ts';

/** Rejects with MODEL_NOT_CHOSEN, MODEL_LACKS_CAPABILITY and whatever the provider says. Uses the network. */
export const run: NodeRun<typeof declaration, NodeServices> = async function* ({
  inputs,
  props,
  context,
  signal,
}) {
  const { providers } = context;
  const model = await chooseModel({ settings: props, capability: 'completion', providers, signal });
  await requireCapability(model, 'completion', signal);
  const messages = conversation(inputs.system, inputs.prompt);
  yield* streamAnswer({ model, messages, settings: props, signal });
};
