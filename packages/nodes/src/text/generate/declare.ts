import { defineNode, port } from '@nodetool-ai/graph';
import { answerOutputs } from '../../generation/answer-outputs.ts';
import { generationSettingsSchema } from '../../generation/generation-settings.ts';

/** `nodetool.text.Generate`: a language model answers a prompt, word by word. */
export const declaration = defineNode({
  type: 'nodetool.text.Generate',
  version: 1,
  title: 'Generate',
  description:
    'Lets a language model answer a prompt, word by word.\nllm, chat, prompt, answer, write, json, schema, thinking, ollama',
  inputs: {
    prompt: {
      type: port.text,
      required: true,
      title: 'Prompt',
      description: 'What the model answers.',
    },
    system: { type: port.text, title: 'System', description: 'How the model should behave.' },
  },
  outputs: answerOutputs,
  props: generationSettingsSchema,
  needs: ['providers'],
  effects: 'seeded',
  models: { model: { capability: 'completion' } },
});
