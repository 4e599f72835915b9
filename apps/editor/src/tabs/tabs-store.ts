import { isNodetoolError, isRecord } from '@nodetool-ai/graph';
import type { StoredWorkflow, Workflow } from '@nodetool-ai/graph';
import { createStore } from 'zustand/vanilla';
import { askServer } from '../api/http-client.ts';
import type { NodeCatalog } from '../catalog/node-catalog.ts';
import { createDocument, workflowOf } from '../document/document-store.ts';
import { newWorkflowId } from '../document/ids.ts';
import { draftedWorkflows, dropDraft, findDraft, writeDraft } from './drafts.ts';
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

/** What the tabs are made with. */
export interface TabsOptions {
  readonly catalog: NodeCatalog;
  /** Names this tab of the browser, see drafts. */
  readonly owner: string;
  /** Is told what could not be opened. */
  readonly onProblem: (message: string) => void;
}

/** Opens, closes and remembers tabs. There is always at least one. */
export function createTabsStore({ catalog, owner, onProblem }: TabsOptions) {
  const store = createStore<TabsState>(() => ({ tabs: [], active: '' }));
  const opening = new Map<string, Promise<OpenTab | undefined>>();
  // What could not be opened now (the server was busy, the file is damaged) is tried again the next time.
  let unopened: readonly string[] = [];
  let isRestored = false;
  store.subscribe(({ tabs, active }) => {
    if (isRestored) rememberTabs([...tabs.map(({ id }) => id), ...unopened], active);
  });

  const add = (tab: OpenTab): OpenTab => {
    store.setState(({ tabs }) => ({ tabs: [...tabs, tab], active: tab.id }));
    return tab;
  };

  /** Opens a workflow that is not stored yet; it is stored with its first change, or at once when it has nodes. */
  const openNew = (workflow: Workflow = emptyWorkflow()): OpenTab => {
    const id = newWorkflowId();
    const document = createDocument({ ...workflow, id }, null);
    const tab = add(
      createTab(id, document, { catalog, owner, isRecovered: false, sent: undefined }),
    );
    if (workflow.graph.nodes.length > 0) {
      document.setSaved({ kind: 'unsaved' });
      void tab.autosave.saveNow();
    }
    return tab;
  };

  const open = async (id: string): Promise<OpenTab> => {
    const [stored, draft] = await Promise.all([readStored(id), findDraft(id, owner)]);
    const workflow = draft?.workflow ?? stored?.workflow ?? { ...emptyWorkflow(), id };
    // What a draft was made from is compared when it is stored; the server is the judge of it.
    const revision = draft === undefined ? (stored?.revision ?? null) : draft.baseRevision;
    const document = createDocument({ ...workflow, id }, revision);
    const isRecovered = draft !== undefined;
    const tab = createTab(id, document, { catalog, owner, isRecovered, sent: draft?.sent });
    if (draft !== undefined) {
      document.setSaved({ kind: 'unsaved' });
      if (draft.owner !== owner && writeDraft(id, { ...draft, owner })) dropDraft(id, draft.owner);
      void tab.autosave.saveNow();
    }
    void tab.controller.findLast(id);
    return add(tab);
  };

  /** Opens a stored workflow, with what was typed last and not stored. What hinders it is told, and nothing is opened. */
  const openStored = (id: string): Promise<OpenTab | undefined> => {
    const known = store.getState().tabs.find((tab) => tab.id === id);
    if (known !== undefined) {
      store.setState({ active: id });
      return Promise.resolve(known);
    }
    const underWay =
      opening.get(id) ??
      open(id)
        .catch((error: unknown) => {
          onProblem(error instanceof Error ? error.message : String(error));
          return undefined;
        })
        .finally(() => opening.delete(id));
    opening.set(id, underWay);
    return underWay;
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

  /** Opens what was open before, and what was typed and is in no tab; a new workflow when there was nothing. */
  const restore = async (): Promise<void> => {
    const { ids, active } = readStoredTabs();
    const failed: string[] = [];
    for (const id of new Set([...ids, ...(await draftedWorkflows(owner))]))
      if ((await openStored(id)) === undefined) failed.push(id);
    unopened = failed;
    isRestored = true;
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
    try {
      const stored = await readStored(id);
      if (stored === undefined) onProblem('It was deleted meanwhile; keep yours as a copy.');
      else if (tab !== undefined) {
        dropDraft(id, owner);
        tab.document.load(stored.workflow, stored.revision);
      }
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
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

/** Each tab of the browser keeps its own list; a new one begins with the last. */
function rememberTabs(ids: readonly string[], active: string): void {
  const text = JSON.stringify({ ids, active });
  try {
    sessionStorage.setItem(STORED, text);
    localStorage.setItem(STORED, text);
  } catch {
    // The browser has no room left: the workflows are stored all the same, and stand in the list of workflows.
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
