import { port } from '@nodetool-ai/graph';

/** The outputs of every node that lets a model answer. */
export const answerOutputs = {
  text: { type: port.text, mode: 'stream', title: 'Text', description: 'The answer.' },
  thinking: {
    type: port.text,
    mode: 'stream',
    title: 'Thinking',
    description: 'What the model thought before it answered; empty for models that do not.',
  },
} as const;
