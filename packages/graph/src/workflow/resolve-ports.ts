import type {
  ModelFactsLookup,
  NodeDeclaration,
  ResolvedPorts,
} from '../nodes/node-declaration.ts';

/** The lookup of someone who knows no model. */
export const noModelFacts: ModelFactsLookup = () => undefined;

/** The ports of a node with its present data, from `resolvePorts` where the node has it. */
export function resolvePorts(
  declaration: NodeDeclaration,
  data: Readonly<Record<string, unknown>>,
  facts: ModelFactsLookup = noModelFacts,
): ResolvedPorts {
  return (
    declaration.resolvePorts?.(data, facts) ?? {
      inputs: declaration.inputs,
      outputs: declaration.outputs,
    }
  );
}
