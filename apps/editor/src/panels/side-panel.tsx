import { IconX } from '@tabler/icons-react';
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { ErrorBoundary } from '../frame/error-boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { useWorkspace } from '../workspace.ts';
import type { PanelName } from '../workspace.ts';
import { Palette } from './palette.tsx';

const PANELS: Readonly<Record<PanelName, { title: string; Panel: React.ComponentType }>> = {
  add: { title: 'Nodes', Panel: Palette },
  outline: {
    title: 'Outline',
    Panel: lazyPart(async () => (await import('../outline/outline.tsx')).Outline),
  },
  open: {
    title: 'Workflows',
    Panel: lazyPart(async () => (await import('./workflow-list.tsx')).WorkflowList),
  },
  models: {
    title: 'Models',
    Panel: lazyPart(async () => (await import('./models-panel.tsx')).ModelsPanel),
  },
  runs: {
    title: 'Runs',
    Panel: lazyPart(async () => (await import('./runs-panel.tsx')).RunsPanel),
  },
  problems: {
    title: 'Problems',
    Panel: lazyPart(async () => (await import('./problems-panel.tsx')).ProblemsPanel),
  },
  settings: {
    title: 'Settings',
    Panel: lazyPart(async () => (await import('./settings-panel.tsx')).SettingsPanel),
  },
};

/** The one panel beside the rail. */
export function SidePanel() {
  const { screen } = useWorkspace();
  const panel = useStore(screen, (state) => state.panel);
  if (panel === undefined) return null;
  const { title, Panel } = PANELS[panel];
  return (
    <aside className="side-panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={`Close ${title}`}
          onClick={() => screen.setState({ panel: undefined })}
        >
          <IconX size={16} stroke={1.5} aria-hidden="true" />
        </button>
      </header>
      <ErrorBoundary key={panel} what="This panel">
        <Suspense fallback={<p className="panel-note">Loading…</p>}>
          <Panel />
        </Suspense>
      </ErrorBoundary>
    </aside>
  );
}
