import { addParts, removeParts } from '../document/edits.ts';
import { copyParts, pasteParts } from '../document/copy-parts.ts';
import type { Parts } from '../document/copy-parts.ts';
import { workflowOf } from '../document/document-store.ts';
import type { DocumentStore } from '../document/document-store.ts';
import type { Point } from '../document/node-view-data.ts';

/** A copy lands this far from what it was made of, in px. */
const STEP = 32;

function add(document: DocumentStore, label: string, parts: Parts | undefined): boolean {
  if (parts === undefined || parts.nodes.length === 0) return false;
  document.edit(label, addParts(parts.nodes, parts.edges));
  document.select(parts.nodes.map((node) => node.id));
  return true;
}

/** Makes copies of nodes beside them, with the wires between them. */
export function duplicateNodes(document: DocumentStore, ids: ReadonlySet<string>): void {
  const workflow = workflowOf(document);
  const by = { x: STEP, y: STEP };
  add(document, 'Duplicate', pasteParts(copyParts(workflow, ids), workflow, { by }));
}

/** The selected nodes as text, or undefined when none is selected. */
export function copySelected(document: DocumentStore): string | undefined {
  const { selectedNodes } = document.getState();
  return selectedNodes.size === 0 ? undefined : copyParts(workflowOf(document), selectedNodes);
}

/** Puts copied nodes on the mat, their top left corner at a point. Gives false for text that holds none. */
export function pasteText(document: DocumentStore, text: string, at: Point): boolean {
  return add(document, 'Paste', pasteParts(text, workflowOf(document), { at }));
}

/** Removes what is selected. */
export function deleteSelected(document: DocumentStore): number {
  const { selectedNodes, selectedEdges } = document.getState();
  const count = selectedNodes.size + selectedEdges.size;
  if (count > 0) document.edit('Delete', removeParts(selectedNodes, selectedEdges));
  return selectedNodes.size;
}
