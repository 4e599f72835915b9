import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import type { Workflow } from '@nodetool-ai/graph';
import { useStore } from 'zustand';
import type { DocumentState } from '../document/document-store.ts';
import { portsByNode } from '../document/node-ports.ts';
import type { PortsByNode } from '../document/node-ports.ts';
import type { NodeRun } from '../run/node-run.ts';
import type { RunOverview } from '../run/run-store.ts';
import { useWorkspace } from '../workspace.ts';
import type { OpenTab } from './open-tab.ts';

/** Hands the shown tab to every component below. */
export const TabContext = createContext<OpenTab | undefined>(undefined);

/** The tab that the component belongs to. */
export function useTab(): OpenTab {
  const tab = useContext(TabContext);
  if (tab === undefined) throw new Error('There is no tab around this component.');
  return tab;
}

/** The tab that is shown, or undefined while there is none. */
export function useActiveTab(): OpenTab | undefined {
  const { tabs } = useWorkspace();
  return useStore(tabs, (state) => state.tabs.find((tab) => tab.id === state.active));
}

/** A part of the open workflow's state. */
export function useDocument<T>(select: (state: DocumentState) => T): T {
  return useStore(useTab().document, select);
}

/** The workflow as it is now. */
export function useWorkflow(): Workflow {
  return useDocument((state) => state.history.present);
}

/** How a node stands in the run that is shown; drawn anew at most once a picture. */
export function useNodeRun(nodeId: string): NodeRun | undefined {
  const { run } = useTab();
  return useSyncExternalStore(
    (listener) => run.subscribeNode(nodeId, listener),
    () => run.node(nodeId),
  );
}

/** A part of how a node stands; drawn anew only when that part is another. `select` gives values, not new objects. */
export function useNodeRunPart<T>(nodeId: string, select: (run: NodeRun | undefined) => T): T {
  const { run } = useTab();
  return useSyncExternalStore(
    useCallback((listener) => run.subscribeNode(nodeId, listener), [run, nodeId]),
    () => select(run.node(nodeId)),
  );
}

/** How a node stands without its texts and values, so that a stream does not draw it anew. */
export function useNodeRunFrame(nodeId: string): NodeRun | undefined {
  const last = useRef<NodeRun | undefined>(undefined);
  return useNodeRunPart(nodeId, (now) => {
    const before = last.current;
    const isSame =
      before !== undefined &&
      now !== undefined &&
      before.state === now.state &&
      before.segments === now.segments &&
      before.warnings === now.warnings &&
      before.usage === now.usage;
    if (!isSame) last.current = now;
    return last.current;
  });
}

/** The run that is shown, as a whole. */
export function useRunOverview(): RunOverview | undefined {
  const { run } = useTab();
  return useSyncExternalStore(run.subscribeOverview, () => run.overview());
}

/** Draws anew when any node of the run changed; for lists of all nodes. */
export function useRunNodes(): ReadonlyMap<string, NodeRun> {
  const { run } = useTab();
  useSyncExternalStore(run.subscribeNodes, () => run.version());
  return run.nodes();
}

/** The ports of all nodes, as far as they are known. */
export function usePorts(): PortsByNode {
  const { catalog } = useWorkspace();
  const { ports } = useTab();
  const workflow = useWorkflow();
  const version = useSyncExternalStore(ports.subscribe, () => ports.version());
  return useMemo(
    () =>
      portsByNode(workflow, {
        describe: catalog.describe,
        resolved: (node) => ports.resolved(node),
      }),
    // oxlint-disable-next-line react/exhaustive-deps -- the version says that the resolver knows more
    [workflow, catalog, ports, version],
  );
}
