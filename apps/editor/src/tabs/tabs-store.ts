import { isNodetoolError, isRecord } from '@nodetool-ai/graph';
import type { StoredWorkflow, Workflow } from '@nodetool-ai/graph';
import { createStore } from 'zustand/vanilla';
import { askServer } from '../api/http-client.ts';
import type { NodeCatalog } from '../catalog/node-catalog.ts';
import { createDocument, workflowOf } from '../document/document-store.ts';
import { newWorkflowId } from '../document/ids.ts';
import { claimTab, dropDraft, findDraft, tabOwner } from './drafts.ts';
import { createTab } from './open-tab.ts';
import type { OpenTab } from './open-tab.ts';

/** The open workflows. */
export interface TabsState {
  readonly tabs: readonly OpenTab[];
  /** Id of the one that is shown. */
  readonly active: string;
}

const STORED = 'nodetool.tabs';

/** A new, empty workflow. */
export function emptyWorkflow(name = 'Untitled'): Workflow {
  return { formatVersion: 1, id: newWorkflowId(), name, graph: { nodes: [], edges: [] } };
}

/** See {@link createTabsStore}. */
export type TabsStore = ReturnType<typeof createTabsStore>;

/** Opens, closes and remembers tabs. There is always at least one. */
export function createTabsStore(catalog: NodeCatalog) {
  const store = createStore<TabsState>(() => ({ tabs: [], active: '' }));
  const owner = tabOwner();
  claimTab(owner);
  store.subscribe(({ tabs, active }) => {
    const text = JSON.stringify({ ids: tabs.map(({ id }) => id), active });
    // Each tab of the browser keeps its own list; a new one begins with the last.
    sessionStorage.setItem(STORED, text);
    localStorage.setItem(STORED, text);
  });

  const add = (tab: OpenTab): OpenTab => {
    store.setState(({ tabs }) => ({ tabs: [...tabs, tab], active: tab.id }));
    void tab.controller.findLast(tab.id);
    return tab;
  };

  /** Opens a workflow that is not stored yet; it is stored with its first change, or at once when it has nodes. */
  const openNew = (workflow: Workflow = emptyWorkflow()): OpenTab => {
    const id = newWorkflowId();
    const document = createDocument({ ...workflow, id }, null);
    const tab = add(createTab(id, document, { catalog, owner, isRecovered: false }));
    if (workflow.graph.nodes.length > 0) {
      document.setSaved({ kind: 'unsaved' });
      void tab.autosave.saveNow();
    }
    return tab;
  };

  /** Opens a stored workflow, with what was typed last and not stored. Rejects when it is neither stored nor drafted. */
  const openStored = async (id: string): Promise<OpenTab> => {
    const open = store.getState().tabs.find((tab) => tab.id === id);
    if (open !== undefined) {
      store.setState({ active: id });
      return open;
    }
    const [stored, draft] = await Promise.all([readStored(id), findDraft(id, owner)]);
    const workflow = draft?.workflow ?? stored?.workflow ?? emptyWorkflow();
    const document = createDocument({ ...workflow, id }, stored?.revision ?? null);
    if (draft !== undefined) {
      const isSameBase = draft.baseRevision === (stored?.revision ?? null);
      document.setSaved({ kind: isSameBase ? 'unsaved' : 'conflict' });
    }
    const tab = createTab(id, document, { catalog, owner, isRecovered: draft !== undefined });
    if (draft !== undefined) {
      void tab.autosave.saveNow();
      if (draft.owner !== owner) dropDraft(id, draft.owner);
    }
    return add(tab);
  };

  const close = (id: string): void => {
    const { tabs, active } = store.getState();
    const index = tabs.findIndex((tab) => tab.id === id);
    const tab = tabs[index];
    if (tab === undefined) return;
    void tab.autosave.saveNow();
    tab.autosave.stop();
    tab.controller.close();
    const rest = tabs.filter((other) => other !== tab);
    const next = rest[Math.min(index, rest.length - 1)];
    store.setState({ tabs: rest, active: active === id ? (next?.id ?? '') : active });
    if (next === undefined) openNew();
  };

  /** Opens what was open before; a new workflow when there was nothing. */
  const restore = async (): Promise<void> => {
    const { ids, active } = readStoredTabs();
    for (const id of ids) {
      try {
        await openStored(id);
      } catch {
        // It was deleted meanwhile.
      }
    }
    const { tabs } = store.getState();
    if (tabs.length === 0) openNew();
    else
      store.setState({
        active: tabs.some((tab) => tab.id === active) ? active : (tabs[0]?.id ?? ''),
      });
  };

  /** Somebody else stored another version: keeps ours under a new name. */
  const keepAsCopy = (id: string): void => {
    const tab = store.getState().tabs.find((other) => other.id === id);
    if (tab === undefined) return;
    const workflow = workflowOf(tab.document);
    dropDraft(id, owner);
    tab.document.setSaved({ kind: 'saved' });
    openNew({ ...workflow, name: `${workflow.name ?? 'Untitled'} (copy)` });
    close(id);
  };

  /** Somebody else stored another version: takes theirs. */
  const loadTheirs = async (id: string): Promise<void> => {
    const tab = store.getState().tabs.find((other) => other.id === id);
    const stored = await readStored(id);
    if (tab === undefined || stored === undefined) return;
    dropDraft(id, owner);
    tab.document.load(stored.workflow, stored.revision);
  };

  const show = (id: string): void => store.setState({ active: id });

  return Object.assign(store, {
    openNew,
    openStored,
    close,
    restore,
    show,
    keepAsCopy,
    loadTheirs,
  });
}

async function readStored(id: string): Promise<StoredWorkflow | undefined> {
  try {
    return await askServer<StoredWorkflow>(`/api/workflows/${encodeURIComponent(id)}`);
  } catch (error) {
    if (isNodetoolError(error) && error.code === 'WORKFLOW_NOT_FOUND') return undefined;
    throw error;
  }
}

function readStoredTabs(): { ids: readonly string[]; active: string } {
  try {
    const value: unknown = JSON.parse(
      sessionStorage.getItem(STORED) ?? localStorage.getItem(STORED) ?? 'null',
    );
    if (!isRecord(value) || !Array.isArray(value['ids'])) return { ids: [], active: '' };
    const ids = value['ids'].filter((id): id is string => typeof id === 'string');
    const active = value['active'];
    return { ids, active: typeof active === 'string' ? active : '' };
  } catch {
    return { ids: [], active: '' };
  }
}
