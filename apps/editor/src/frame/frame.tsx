import { ReactFlowProvider } from '@xyflow/react';
import { Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { Mat } from '../canvas/mat.tsx';
import { usePageKeys } from '../keyboard/use-page-keys.ts';
import { SidePanel } from '../panels/side-panel.tsx';
import { TabContext, useActiveTab, useTab, useWorkflow } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import { Announcer } from './announcer.tsx';
import { Bands } from './bands.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { lazyPart, loadParts } from './lazy-part.tsx';
import { LeftRail } from './left-rail.tsx';
import { PhoneAdd, PhoneTop } from './phone-bar.tsx';
import { RunBar } from './run-bar.tsx';
import { ToastView } from './toast-view.tsx';
import { TopBar } from './top-bar.tsx';
import { useIsPhone } from './use-is-phone.ts';

const CommandPalette = lazyPart(async () => (await import('./command-palette.tsx')).CommandPalette);
const ShortcutsSheet = lazyPart(async () => (await import('./shortcuts-sheet.tsx')).ShortcutsSheet);
const FirstRun = lazyPart(async () => (await import('../first-run/first-run.tsx')).FirstRun);
const Outline = lazyPart(async () => (await import('../outline/outline.tsx')).Outline);

/** The page: bars, panels and the mat of the shown workflow. */
export function Frame() {
  const { tabs, engine } = useWorkspace();
  const tab = useActiveTab();
  useEffect(() => {
    void tabs.restore().then(loadParts);
    return engine.start();
  }, [tabs, engine]);
  if (tab === undefined) return <p className="gate">Opening your workflows…</p>;
  return (
    <TabContext value={tab}>
      <ReactFlowProvider key={tab.id}>
        <FrameOfTab />
      </ReactFlowProvider>
    </TabContext>
  );
}

function FrameOfTab() {
  const { screen, engine, tabs } = useWorkspace();
  const { id, controller, ports } = useTab();
  const overlay = useStore(screen, (state) => state.overlay);
  const models = useStore(engine, (state) => state.report?.models);
  useEffect(() => {
    controller.setShown(true);
    return () => controller.setShown(false);
  }, [controller]);
  useEffect(() => ports.forgetFor(models), [ports, models]);
  const isPhone = useIsPhone();
  usePageKeys();
  return (
    <div className="frame" data-phone={isPhone || undefined}>
      {isPhone ? <PhoneTop /> : <TopBar />}
      {!isPhone && <LeftRail />}
      <SidePanel />
      <div className="stage">
        <Bands />
        <ErrorBoundary
          what="This workflow"
          action={{ label: 'Close it', run: () => tabs.close(id) }}
        >
          {isPhone ? (
            <main className="phone-outline">
              <Suspense fallback={null}>
                <Outline />
              </Suspense>
            </main>
          ) : (
            <Mat />
          )}
        </ErrorBoundary>
        <FirstRunPlace />
      </div>
      <div className="bottom">
        <RunBar />
        {isPhone && <PhoneAdd />}
      </div>
      <ErrorBoundary key={overlay} what="This list">
        <Suspense fallback={null}>
          {overlay === 'command' && <CommandPalette />}
          {overlay === 'shortcuts' && <ShortcutsSheet />}
        </Suspense>
      </ErrorBoundary>
      <ToastView />
      <Announcer />
    </div>
  );
}

/** The first-run panel stands where nothing is built yet and nothing could be run, or where it was asked for. */
function FirstRunPlace() {
  const { engine, screen } = useWorkspace();
  const count = useWorkflow().graph.nodes.length;
  const firstRun = useStore(screen, (state) => state.firstRun);
  const isNeeded = useStore(engine, ({ report }) => {
    if (report === undefined) return false;
    return report.state !== 'ready' || report.models?.length === 0;
  });
  if (firstRun !== 'open' && (!isNeeded || firstRun === 'closed' || count > 0)) return null;
  return (
    <Suspense fallback={null}>
      <FirstRun />
    </Suspense>
  );
}
