import { checkWire } from '@nodetool-ai/graph';
import type { NodeOutputs } from './node-outputs.ts';
import type { PlannedNode } from './plan-run.ts';

/** A bypassed node gives on, for each output, what comes into the first wired input that fits it. */
export async function forwardBypassed(node: PlannedNode, outputs: NodeOutputs): Promise<void> {
  const taken = new Set<string>();
  const flows = Object.entries(node.ports.outputs).map(async ([port, output]) => {
    const edge = node.incoming.find(
      (candidate) =>
        !taken.has(candidate.id) && checkWire(candidate.output, output).answer === 'yes',
    );
    if (edge === undefined) return;
    taken.add(edge.id);
    const isJoined = edge.output.mode === 'stream' && output.mode !== 'stream';
    const items: unknown[] = [];
    for await (const value of edge.channel) {
      if (isJoined) items.push(value);
      else await outputs.output(port, value);
    }
    if (isJoined)
      await outputs.output(port, edge.output.type.kind === 'text' ? items.join('') : items);
  });
  await Promise.all(flows);
}
