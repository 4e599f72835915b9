import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { focusNode } from '../canvas/focus-node.ts';
import { workflowOf } from '../document/document-store.ts';
import { startRun } from '../run/start-run.ts';
import { exportWorkflow, importFiles, pickFiles } from '../tabs/import-files.ts';
import { useActiveTab } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import { duplicateNodes } from './clipboard.ts';
import type { CommandName } from './key-table.ts';

/** The parts of the page that F6 goes through. */
const REGIONS = '.top-bar, .left-rail, .side-panel, .mat, .outline, .first-run, .run-bar';

/** What each command does. */
export function useCommands(): Readonly<Record<CommandName, () => void>> {
  const { screen, tabs } = useWorkspace();
  const tab = useActiveTab();
  const flow = useReactFlow();
  return useMemo(() => {
    const document = tab?.document;
    return {
      run: () => void (tab && startRun(tab, screen)),
      stop: () => void tab?.controller.stop(),
      undo: () => document?.undo(),
      redo: () => document?.redo(),
      command: () => screen.setState({ overlay: 'command' }),
      shortcuts: () => screen.setState({ overlay: 'shortcuts' }),
      new: () => void tabs.openNew(),
      open: () => {
        void (async () => {
          const [problem] = await importFiles(await pickFiles(), tabs);
          if (problem !== undefined)
            screen.setState({ toast: { text: `${problem.name}: ${problem.message}` } });
        })();
      },
      export: () => document && exportWorkflow(workflowOf(document)),
      'select-all': () => document?.select(workflowOf(document).graph.nodes.map((node) => node.id)),
      duplicate: () => document && duplicateNodes(document, document.getState().selectedNodes),
      'next-error': () => {
        if (tab === undefined) return;
        const failed = [...tab.run.nodes()]
          .filter(([, run]) => run.state === 'failed')
          .map(([id]) => id);
        const [selected] = tab.document.getState().selectedNodes;
        const next = failed[(failed.indexOf(selected ?? '') + 1) % failed.length];
        if (next === undefined) return;
        tab.document.select([next]);
        void flow.fitView({ nodes: [{ id: next }], maxZoom: 1, padding: 0.5 });
        focusNode(next);
      },
      'next-region': () => goToRegion(1),
      'previous-region': () => goToRegion(-1),
    };
  }, [screen, tabs, tab, flow]);
}

function goToRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)];
  const now = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(now + step + regions.length) % regions.length];
  const inside = next?.querySelector<HTMLElement>('button, input, select, [tabindex="0"]');
  if (next?.classList.contains('mat') === true) {
    (next.querySelector<HTMLElement>('.react-flow__node') ?? next).focus();
    return;
  }
  (inside ?? next)?.focus();
}
