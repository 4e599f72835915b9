import type { NodeRun } from '@nodetool-ai/graph';
import type { declaration } from './declare.ts';

/** Gives the value on; the engine shows what a node with the role `output` gives. */
export const run: NodeRun<typeof declaration> = async function* ({ inputs }) {
  yield { kind: 'output', port: 'value', value: inputs.value };
};
