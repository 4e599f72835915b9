import { defineNode, port } from '@nodetool-ai/graph';
import { z } from 'zod';

/** `nodetool.output.Preview`: shows a value and gives it on. */
export const declaration = defineNode({
  type: 'nodetool.output.Preview',
  version: 1,
  title: 'Preview',
  description: 'Shows a result, whatever it is.\noutput, show, view, display, result, print',
  inputs: { value: { type: port.any, required: true, title: 'Value' } },
  outputs: { value: { type: port.any, title: 'Value', description: 'The same value.' } },
  props: z.object({
    name: z
      .string()
      .max(100)
      .default('')
      .describe('Name of the result; empty = the id of the node.'),
  }),
  needs: [],
  effects: 'pure',
  role: 'output',
});
