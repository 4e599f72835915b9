import type { Workflow } from '@nodetool-ai/graph';
import { judgeWire } from '../document/judge-wire.ts';
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
