import type { Workflow } from '@nodetool-ai/graph';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Edit } from './edits.ts';
import { redoStep, startHistory, takeStep, undoStep } from './history.ts';
import type { History } from './history.ts';
import { nameEdges } from './name-edges.ts';

/** How the workflow on the screen stands to the one that is stored. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  /** Somebody else saved meanwhile; nothing is overwritten until the person decides. */
  | { readonly kind: 'conflict' }
  /** `isKept`: it is at least in this browser. */
  | { readonly kind: 'failed'; readonly message: string; readonly isKept: boolean };

/** One open workflow. */
export interface DocumentState {
  readonly history: History;
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** What the stored one was when this was last the same; null when none is stored yet. */
  readonly revision: string | null;
  readonly saveState: SaveState;
}

/** What can be done with an open workflow. */
export interface DocumentActions {
  /** Makes one step of the history, joined with the one before when `mergeKey` is the same. */
  edit(label: string, change: Edit, mergeKey?: string): void;
  undo(): void;
  redo(): void;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  /** Takes a workflow that was stored: the history begins anew. */
  load(workflow: Workflow, revision: string | null): void;
  setSaved(saveState: SaveState, revision?: string | null): void;
}

/** An open workflow: what is on the mat, the way back, what is selected, whether it is saved. */
export type DocumentStore = StoreApi<DocumentState> & DocumentActions;

const NOTHING: ReadonlySet<string> = new Set();

/** Opens a workflow. */
export function createDocument(workflow: Workflow, revision: string | null): DocumentStore {
  const store = createStore<DocumentState>(() => ({
    history: startHistory(nameEdges(workflow)),
    selectedNodes: NOTHING,
    selectedEdges: NOTHING,
    revision,
    saveState: { kind: 'saved' },
  }));
  const { setState, getState } = store;

  const changeTo = (history: History) => {
    if (history.present === getState().history.present) return;
    const { saveState, selectedNodes, selectedEdges } = getState();
    const { nodes, edges } = history.present.graph;
    setState({
      history,
      selectedNodes: stillThere(selectedNodes, nodes),
      selectedEdges: stillThere(selectedEdges, edges),
      // Who has to decide about somebody else's changes still has to, whatever is typed meanwhile.
      saveState: saveState.kind === 'conflict' ? saveState : { kind: 'unsaved' },
    });
  };

  return Object.assign(store, {
    edit: (label: string, change: Edit, mergeKey?: string) => {
      const { history } = getState();
      changeTo(takeStep(history, change(history.present), label, mergeKey));
    },
    undo: () => changeTo(undoStep(getState().history)),
    redo: () => changeTo(redoStep(getState().history)),
    select: (nodes: Iterable<string>, edges: Iterable<string> = []) =>
      setState({ selectedNodes: new Set(nodes), selectedEdges: new Set(edges) }),
    load: (loaded: Workflow, newRevision: string | null) =>
      setState({
        history: startHistory(nameEdges(loaded)),
        selectedNodes: NOTHING,
        selectedEdges: NOTHING,
        revision: newRevision,
        saveState: { kind: 'saved' },
      }),
    setSaved: (saveState: SaveState, newRevision?: string | null) =>
      setState({ saveState, ...(newRevision === undefined ? {} : { revision: newRevision }) }),
  });
}

/** What is selected and is still part of the workflow; the same object when all of it is. */
function stillThere(
  selected: ReadonlySet<string>,
  parts: readonly { readonly id?: string | null | undefined }[],
): ReadonlySet<string> {
  if (selected.size === 0) return selected;
  const ids = new Set(parts.map(({ id }) => id));
  const kept = [...selected].filter((id) => ids.has(id));
  return kept.length === selected.size ? selected : new Set(kept);
}

/** The workflow as it is now. */
export function workflowOf(document: DocumentStore): Workflow {
  return document.getState().history.present;
}
