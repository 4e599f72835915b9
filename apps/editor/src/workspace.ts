import { createContext, useContext } from 'react';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { NodesReport } from '@nodetool-ai/graph';
import { createNodeCatalog } from './catalog/node-catalog.ts';
import type { NodeCatalog } from './catalog/node-catalog.ts';
import { createEngineStore } from './engine/engine-store.ts';
import type { EngineStore } from './engine/engine-store.ts';
import { createTabsStore } from './tabs/tabs-store.ts';
import type { TabsStore } from './tabs/tabs-store.ts';

/** The panels of the left rail. */
export type PanelName = 'add' | 'outline' | 'open' | 'models' | 'runs' | 'problems' | 'settings';

/** Something short that is said at the edge: done elsewhere, or can be taken back. */
export interface Toast {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** What is open on the screen beside the mat. */
export interface ScreenState {
  readonly panel: PanelName | undefined;
  /** What floats above everything. */
  readonly overlay: 'command' | 'shortcuts' | 'engine' | undefined;
  readonly toast: Toast | undefined;
  /** What screen readers are told. */
  readonly announcement: string;
  /**
   * The first-run panel: `auto` shows it where nothing is built and nothing could be run, `open` shows it because it was
   * asked for, `closed` when the person looked away from it.
   */
  readonly firstRun: 'auto' | 'open' | 'closed';
}

/** Everything that the page is made of. */
export interface Workspace {
  readonly catalog: NodeCatalog;
  readonly engine: EngineStore;
  readonly tabs: TabsStore;
  readonly screen: StoreApi<ScreenState>;
}

/** Puts the parts together. */
export function createWorkspace(report: NodesReport, owner: string): Workspace {
  const catalog = createNodeCatalog(report);
  const screen = createStore<ScreenState>(() => ({
    panel: undefined,
    overlay: undefined,
    toast: undefined,
    announcement: '',
    firstRun: 'auto',
  }));
  const onProblem = (text: string) => screen.setState({ toast: { text } });
  const tabs = createTabsStore({ catalog, owner, onProblem });
  return { catalog, engine: createEngineStore(), tabs, screen };
}

/** Hands the workspace to every component. */
export const WorkspaceContext = createContext<Workspace | undefined>(undefined);

/** The workspace of the page. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === undefined) throw new Error('There is no workspace around this component.');
  return workspace;
}
