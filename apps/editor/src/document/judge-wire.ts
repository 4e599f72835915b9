import { checkWire } from '@nodetool-ai/graph';
import type { Compatibility, Workflow } from '@nodetool-ai/graph';
import type { PortAddress } from './edits.ts';
import { findPort } from './node-ports.ts';
import type { PortsByNode } from './node-ports.ts';
import { wireIndexOf } from './wire-index.ts';

/** Whether a wire may be drawn, and which ones it would replace. */
export interface WireJudgement extends Compatibility {
  readonly replaces: readonly string[];
}

const refused = (reason: string): WireJudgement => ({ answer: 'no', reason, replaces: [] });

/** The one judge of the editor over a wire that is not drawn yet. */
export function judgeWire(
  workflow: Workflow,
  ports: PortsByNode,
  source: PortAddress,
  target: PortAddress,
): WireJudgement {
  const output = findPort(ports.get(source.nodeId)?.outputs, source.port);
  const input = findPort(ports.get(target.nodeId)?.inputs, target.port);
  if (output === undefined || input === undefined) return refused('There is no such port.');
  if (source.nodeId === target.nodeId) return refused('A node cannot feed itself.');
  if (leadsTo(workflow, target.nodeId, source.nodeId))
    return refused('The wires would form a circle.');
  const others = wireIndexOf(workflow).into(target.nodeId, target.port);
  const isThere = others.some(
    (edge) => edge.source === source.nodeId && edge.sourceHandle === source.port,
  );
  if (isThere) return refused('These two are wired already.');
  const collects = input.type.kind === 'list' && input.mode !== 'stream';
  return {
    ...checkWire(output, input),
    replaces: collects ? [] : others.map((edge) => edge.id ?? ''),
  };
}

/** Whether wires lead from one node to another. */
export function leadsTo(workflow: Workflow, from: string, to: string): boolean {
  return wireIndexOf(workflow).leadsTo(from, to);
}
