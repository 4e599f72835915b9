import { ReactFlowProvider } from '@xyflow/react';
import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { Mat } from '../canvas/mat.tsx';
import { usePageKeys } from '../keyboard/use-page-keys.ts';
import { SidePanel } from '../panels/side-panel.tsx';
import { TabContext, useActiveTab, useWorkflow } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import { Announcer } from './announcer.tsx';
import { Bands } from './bands.tsx';
import { LeftRail } from './left-rail.tsx';
import { PhoneAdd, PhoneTop } from './phone-bar.tsx';
import { RunBar } from './run-bar.tsx';
import { ToastView } from './toast-view.tsx';
import { TopBar } from './top-bar.tsx';
import { useIsPhone } from './use-is-phone.ts';

const CommandPalette = lazy(async () => ({
  default: (await import('./command-palette.tsx')).CommandPalette,
}));
const ShortcutsSheet = lazy(async () => ({
  default: (await import('./shortcuts-sheet.tsx')).ShortcutsSheet,
}));
const FirstRun = lazy(async () => ({ default: (await import('./first-run.tsx')).FirstRun }));
const Outline = lazy(async () => ({ default: (await import('../outline/outline.tsx')).Outline }));

/** The page: bars, panels and the mat of the shown workflow. */
export function Frame() {
  const { tabs, engine } = useWorkspace();
  const tab = useActiveTab();
  useEffect(() => {
    void tabs.restore();
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
  const { screen } = useWorkspace();
  const overlay = useStore(screen, (state) => state.overlay);
  const isPhone = useIsPhone();
  usePageKeys();
  const close = () => screen.setState({ overlay: undefined });
  return (
    <div className="frame" data-phone={isPhone || undefined}>
      {isPhone ? <PhoneTop /> : <TopBar />}
      {!isPhone && <LeftRail />}
      <SidePanel />
      <div className="stage">
        <Bands />
        {isPhone ? (
          <main className="phone-outline">
            <Suspense fallback={null}>
              <Outline />
            </Suspense>
          </main>
        ) : (
          <Mat />
        )}
        <FirstRunPlace />
      </div>
      <div className="bottom">
        <RunBar />
        {isPhone && <PhoneAdd />}
      </div>
      <Suspense fallback={null}>
        {overlay === 'command' && <CommandPalette onClose={close} />}
        {overlay === 'shortcuts' && <ShortcutsSheet onClose={close} />}
      </Suspense>
      <ToastView />
      <Announcer />
    </div>
  );
}

/** The first-run panel stands where nothing is built yet and nothing could be run. */
function FirstRunPlace() {
  const { engine, screen } = useWorkspace();
  const count = useWorkflow().graph.nodes.length;
  const isClosed = useStore(screen, (state) => state.isFirstRunClosed);
  const isNeeded = useStore(engine, ({ report }) => {
    if (report === undefined) return false;
    return report.state !== 'ready' || report.models?.length === 0;
  });
  if (!isNeeded || isClosed || count > 0) return null;
  return (
    <Suspense fallback={null}>
      <FirstRun />
    </Suspense>
  );
}
