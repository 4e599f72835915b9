import type { StoreApi } from 'zustand/vanilla';
import { workflowOf } from '../document/document-store.ts';
import type { OpenTab } from '../tabs/open-tab.ts';
import type { ScreenState } from '../workspace.ts';

/** Runs the shown workflow as it is now. What hinders it is said at the edge; what fails in it, at its node. */
export async function startRun(tab: OpenTab, screen: StoreApi<ScreenState>): Promise<void> {
  const workflow = workflowOf(tab.document);
  if (workflow.graph.nodes.length === 0) {
    screen.setState({ toast: { text: 'Add a node first: press Tab on the mat.' } });
    return;
  }
  const error = await tab.controller.start(workflow);
  if (error !== undefined) screen.setState({ toast: { text: `${error.message} ${error.hint}` } });
}
