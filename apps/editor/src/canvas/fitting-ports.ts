import type { Workflow } from '@nodetool-ai/graph';
import { judgeWire } from '../document/judge-wire.ts';
import { wireIndexOf } from '../document/wire-index.ts';
import type { PortsByNode } from '../document/node-ports.ts';
import { portKey } from './connecting-store.ts';
import type { OpenEnd } from './connecting-store.ts';

/** A port that an open end may be joined to. */
export interface FittingPort {
  readonly nodeId: string;
  readonly port: string;
  readonly key: string;
}

/** All ports that fit an open end, in the order of the nodes. */
export function fittingPorts(
  workflow: Workflow,
  ports: PortsByNode,
  from: OpenEnd,
): readonly FittingPort[] {
  const isOutput = from.side === 'output';
  const own = { nodeId: from.nodeId, port: from.port };
  // The end that stays is worked out once; see leadsTo of the index.
  const index = wireIndexOf(workflow);
  if (isOutput) index.ancestors(from.nodeId);
  else index.descendants(from.nodeId);
  return workflow.graph.nodes.flatMap(({ id }) => {
    const theirs = (isOutput ? ports.get(id)?.inputs : ports.get(id)?.outputs) ?? {};
    return Object.keys(theirs)
      .filter((port) => {
        const other = { nodeId: id, port };
        const judgement = isOutput
          ? judgeWire(workflow, ports, own, other)
          : judgeWire(workflow, ports, other, own);
        return judgement.answer !== 'no';
      })
      .map((port) => ({ nodeId: id, port, key: portKey(id, isOutput ? 'input' : 'output', port) }));
  });
}
