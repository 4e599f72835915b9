import type { NodeDescription, PortType, Workflow } from '@nodetool-ai/graph';
import { addParts, connect } from '../document/edits.ts';
import type { Edit, PortAddress } from '../document/edits.ts';
import { workflowOf } from '../document/document-store.ts';
import type { DocumentStore } from '../document/document-store.ts';
import { judgeWire } from '../document/judge-wire.ts';
import { newNode } from '../document/place-node.ts';
import type { Point } from '../document/node-view-data.ts';
import type { PortsByNode } from '../document/node-ports.ts';
import type { Bridge } from '../catalog/find-bridge.ts';
import type { OpenEnd, Refusal } from './connecting-store.ts';

/** Adds a node and selects it. Gives its id. */
export function addNode(document: DocumentStore, description: NodeDescription, at: Point): string {
  const node = newNode(workflowOf(document), description, at);
  document.edit(`Add ${description.title}`, addParts([node]));
  document.select([node.id]);
  return node.id;
}

/** Adds a node and wires it to an open end, in one step. Gives its id. */
export function addWired(
  document: DocumentStore,
  add: { readonly node: NodeDescription; readonly port: string; readonly at: Point },
  end: OpenEnd,
): string {
  const workflow = workflowOf(document);
  const node = newNode(workflow, add.node, add.at);
  const here = { nodeId: node.id, port: add.port };
  const there = { nodeId: end.nodeId, port: end.port };
  const wire =
    end.side === 'output' ? connect(there, here) : connect(here, there, takenWires(workflow, end));
  document.edit(`Add ${add.node.title}`, inTurn(addParts([node]), wire));
  document.select([node.id]);
  return node.id;
}

/** Puts a node between two ports that do not fit each other. */
export function addBridge(
  document: DocumentStore,
  refusal: Refusal,
  bridge: Bridge,
  at: Point,
): void {
  const workflow = workflowOf(document);
  const node = newNode(workflow, bridge.node, at);
  document.edit(
    `Put ${bridge.node.title} between`,
    inTurn(
      addParts([node]),
      connect(refusal.source, { nodeId: node.id, port: bridge.input }),
      connect(
        { nodeId: node.id, port: bridge.output },
        refusal.target,
        takenWires(workflow, refusal.target),
      ),
    ),
  );
  document.select([node.id]);
}

/** Draws a wire if it fits; a wire that has to give way goes in the same step. Gives whether it was drawn. */
export function drawWire(
  document: DocumentStore,
  ports: PortsByNode,
  source: PortAddress,
  target: PortAddress,
): boolean {
  const judgement = judgeWire(workflowOf(document), ports, source, target);
  if (judgement.answer === 'no') return false;
  document.edit('Wire', connect(source, target, judgement.replaces));
  return true;
}

const inTurn =
  (...edits: readonly Edit[]): Edit =>
  (workflow) =>
    edits.reduce((changed, edit) => edit(changed), workflow);

/** Wires that have to give way to one more at an input; a list collects all of them. */
function takenWires(
  workflow: Workflow,
  target: PortAddress & { readonly type: PortType },
): readonly string[] {
  if (target.type.kind === 'list') return [];
  return workflow.graph.edges
    .filter((edge) => edge.target === target.nodeId && edge.targetHandle === target.port)
    .map((edge) => edge.id ?? '');
}
