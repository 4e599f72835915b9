import { NodetoolError } from '../errors/nodetool-error.ts';
import type { NodeDeclaration, NodeImplementation } from './node-declaration.ts';

/** A set of nodes that is published and versioned together. */
export interface NodePack {
  readonly name: string;
  /** Semantic version. */
  readonly version: string;
  readonly nodes: readonly NodeImplementation[];
}

/** All nodes that can be run, by type. */
export interface NodeRegistry {
  get(type: string): NodeImplementation | undefined;
  /** Declarations in alphabetical order of their types. */
  list(): readonly NodeDeclaration[];
}

/** Joins packs. Throws NODE_FAILED when two of them bring the same node type. */
export function createNodeRegistry(...packs: readonly NodePack[]): NodeRegistry {
  const nodes = new Map<string, NodeImplementation>();
  for (const pack of packs) {
    for (const node of pack.nodes) {
      const { type } = node.declaration;
      if (nodes.has(type))
        throw new NodetoolError(
          'NODE_FAILED',
          `The node type ${type} of pack ${pack.name} exists already.`,
        );
      nodes.set(type, node);
    }
  }
  const declarations = [...nodes.values()]
    .map((node) => node.declaration)
    .toSorted((left, right) => left.type.localeCompare(right.type, 'en'));
  return { get: (type) => nodes.get(type), list: () => declarations };
}
