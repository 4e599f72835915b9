import {
  createNodeRegistry,
  defineNode,
  implementNode,
  modelSettingSchema,
  port,
} from '@nodetool-ai/graph';
import type { NodeDeclaration } from '@nodetool-ai/graph';
import { z } from 'zod';

const base = {
  version: 1,
  title: 'Test',
  description: 'Test.',
  needs: [],
  effects: 'pure',
} as const;

const declarations: readonly NodeDeclaration[] = [
  defineNode({
    ...base,
    type: 'test.a.Text',
    inputs: { value: { type: port.text } },
    outputs: { text: { type: port.text } },
    props: z.object({ name: z.string().default(''), description: z.string().default('') }),
    role: 'input',
  }),
  defineNode({
    ...base,
    type: 'test.a.Ask',
    inputs: { prompt: { type: port.text, required: true }, image: { type: port.image } },
    outputs: {
      text: { type: port.text, mode: 'stream' },
      score: { type: port.number, mode: 'stream' },
    },
    props: z.object({
      provider: z.string().default('ollama'),
      model: modelSettingSchema.default(''),
      temperature: z.number().min(0).max(2).optional(),
    }),
    models: { model: { capability: 'completion' } },
  }),
  defineNode({
    ...base,
    type: 'test.a.List',
    inputs: {
      items: { type: port.list(port.text), required: true },
      single: { type: port.number },
    },
    outputs: { items: { type: port.list(port.text) } },
    props: z.object({}),
  }),
];

/** A registry of three nodes: an input, one that asks a model, one that takes lists. */
export const smallRegistry = createNodeRegistry({
  name: 'test',
  version: '1.0.0',
  nodes: declarations.map((declaration) => implementNode(declaration, async function* () {})),
});
