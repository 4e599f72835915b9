import { checkWire } from '@nodetool-ai/graph';
import type { Compatibility, NodeDescription, PortDeclaration } from '@nodetool-ai/graph';

/** A node that a wire can lead to (or come from), and by which of its ports. */
export interface FittingNode {
  readonly node: NodeDescription;
  readonly port: string;
  readonly fit: Compatibility;
}

/**
 * The nodes that take what the wire carries (`output`), or give what the port at its end needs (`input`). Those that
 * are made for it first, then those that take anything, then those that only the run can tell.
 */
export function whatFits(
  nodes: readonly NodeDescription[],
  open: PortDeclaration,
  side: 'output' | 'input',
): readonly FittingNode[] {
  const found = nodes.flatMap((node): readonly FittingNode[] => {
    const isHidden = side === 'output' && node.role === 'input';
    const ports = isHidden ? {} : side === 'output' ? node.inputs : node.outputs;
    const fits = Object.entries(ports).map(([port, declared]) => ({
      node,
      port,
      fit: side === 'output' ? checkWire(open, declared) : checkWire(declared, open),
    }));
    const best =
      fits.find(({ fit }) => fit.answer === 'yes') ??
      fits.find(({ fit }) => fit.answer === 'unknown');
    return best === undefined ? [] : [best];
  });
  const rank = ({ node, port, fit }: FittingNode) => {
    if (fit.answer === 'unknown') return 2;
    const declared = side === 'output' ? node.inputs[port] : node.outputs[port];
    const { kind } = declared?.type ?? { kind: 'any' };
    return kind === 'any' || kind === 'json' ? 1 : 0;
  };
  return found.toSorted((left, right) => rank(left) - rank(right));
}
