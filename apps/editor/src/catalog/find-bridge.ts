import { checkCompatibility, checkWire } from '@nodetool-ai/graph';
import type { NodeDescription, PortType } from '@nodetool-ai/graph';

/** A node that turns one type into another, and the two ports to use. */
export interface Bridge {
  readonly node: NodeDescription;
  readonly input: string;
  readonly output: string;
}

/** The first node that takes what the source gives and gives what the target takes, where both are sure. */
export function findBridge(
  nodes: readonly NodeDescription[],
  source: PortType,
  target: PortType,
): Bridge | undefined {
  for (const node of nodes) {
    // A preview gives on what it got, so it changes nothing; an input takes nothing.
    if (node.role !== undefined) continue;
    for (const [input, declared] of Object.entries(node.inputs)) {
      if (checkCompatibility(source, declared.type).answer !== 'yes') continue;
      for (const [output, given] of Object.entries(node.outputs)) {
        const fit = checkWire(given, { type: target });
        if (fit.answer === 'yes' && given.type.kind !== 'any') return { node, input, output };
      }
    }
  }
  return undefined;
}
