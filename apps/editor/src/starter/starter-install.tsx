import type { EngineReport, ErrorShape, StarterReport } from '@nodetool-ai/graph';
import { useEffect, useRef } from 'react';
import { useWorkspace } from '../workspace.ts';
import { InstallButton } from './install-button.tsx';
import { InstallProgress } from './install-progress.tsx';
import { PartRows } from './part-rows.tsx';
import { planInstall } from './plan-install.ts';
import { cancelInstall } from './starter-actions.ts';
import { starterState } from './starter-state.ts';

/** The parts of the starter engine and the way to have them: install, watch, cancel, go on. */
export function StarterInstall({
  report,
  starter,
  isMain = false,
  onInstall,
}: {
  readonly report: EngineReport;
  readonly starter: StarterReport;
  /** Whether the button is the main one in view. */
  readonly isMain?: boolean;
  readonly onInstall?: () => void;
}) {
  const page = useWorkspace();
  const state = starterState(report);
  const box = useRef<HTMLDivElement>(null);
  const wasPressed = useRef(false);
  const onPress = () => {
    wasPressed.current = true;
    onInstall?.();
  };
  // The button that was pressed is gone: the focus stays in this part instead of at the top of the page.
  useEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (wasPressed.current && isLost) box.current?.focus();
  }, [state]);
  const { install } = starter;
  const canInstall = planInstall(starter).parts.length > 0;
  const button = { starter, isMain, onPress };
  return (
    <div className="starter-install" ref={box} tabIndex={-1} role="group" aria-label="Installation">
      {state !== 'unsupported' && <PartRows starter={starter} />}
      {state === 'running' && install !== undefined && <InstallProgress install={install} />}
      {state === 'failed' && <Problem error={install?.error} />}
      {state !== 'failed' && starter.error !== undefined && <Problem error={starter.error} />}
      <p className="actions">
        {state === 'running' && (
          <button
            type="button"
            className="button big"
            onClick={() => {
              wasPressed.current = true;
              void cancelInstall(page);
            }}
          >
            Cancel
          </button>
        )}
        {(state === 'installable' || state === 'no-room') && <InstallButton {...button} />}
        {state === 'failed' && <InstallButton {...button} verb="Try again" />}
        {state === 'cancelled' && <InstallButton {...button} verb="Go on" />}
        {state === 'installed' && <InstallButton {...button} verb="Check and start" />}
        {(state === 'ready' || state === 'set-aside') && canInstall && (
          <InstallButton
            {...button}
            isMain={false}
            verb={state === 'ready' ? 'Install the rest' : 'Install'}
          />
        )}
      </p>
    </div>
  );
}

function Problem({ error }: { error: ErrorShape | undefined }) {
  return (
    <div className="starter-problem" role="alert">
      <p className="problem">{error?.message ?? 'The cause is unknown.'}</p>
      {error !== undefined && <p className="quiet">{error.hint}</p>}
      {error !== undefined && <p className="mono quiet">{error.code}</p>}
    </div>
  );
}
