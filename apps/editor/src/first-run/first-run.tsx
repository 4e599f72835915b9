import { IconLayoutGrid } from '@tabler/icons-react';
import type { EngineReport } from '@nodetool-ai/graph';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useIsPhone } from '../frame/use-is-phone.ts';
import { useReturnFocus } from '../keyboard/use-return-focus.ts';
import { ExampleCards } from '../panels/example-cards.tsx';
import { starterState } from '../starter/starter-state.ts';
import { useWorkflow } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import { InstallColumn } from './install-column.tsx';
import { ModelColumn } from './model-column.tsx';
import { OllamaColumn } from './ollama-column.tsx';
import { columnsOf, raisedColumn } from './raised-column.ts';
import type { FirstRunColumn } from './raised-column.ts';
import { StarterColumn } from './starter-column.tsx';

/** What stands on the mat while no engine is there, or when it is asked for: the ways to one. */
export function FirstRun() {
  const { engine, screen } = useWorkspace();
  const report = useStore(engine, (state) => state.report);
  const isAskedFor = useStore(screen, (state) => state.firstRun === 'open');
  const nodeCount = useWorkflow().graph.nodes.length;
  const isPhone = useIsPhone();
  useReturnFocus();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (screen.getState().firstRun === 'open') box.current?.focus();
  }, [screen]);
  if (report === undefined) return null;
  const close = () => screen.setState({ firstRun: 'closed' });
  const isLocal = report.state !== 'absent';
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape closes what was opened over the work
    <div
      ref={box}
      className="first-run"
      tabIndex={-1}
      data-over={nodeCount > 0 || undefined}
      onKeyDown={(event) => event.key === 'Escape' && isAskedFor && close()}
    >
      <div className="first-run-panel">
        <header>
          <h1>{isLocal ? 'Which engine runs your models?' : 'No models of this computer here'}</h1>
          <p className="quiet">
            {isLocal
              ? 'NodeTool draws the workflow; an engine on this computer runs the models. Choose one now, change it any time.'
              : `${report.cause ?? ''} ${report.remedy ?? ''}`}
          </p>
        </header>
        {isLocal && (
          <div className="columns">
            {columnsOf(report, isPhone).map((name) => (
              <Column key={name} name={name} report={report} />
            ))}
          </div>
        )}
        <footer>
          {isLocal && (
            <span>
              Nothing is downloaded until you press a button, and nothing you type leaves this
              computer.
            </span>
          )}
          <button type="button" className="button flat" onClick={close}>
            {closeWords(report, nodeCount)}
          </button>
        </footer>
      </div>
      {nodeCount === 0 && isLocal && (
        <>
          <p className="examples-title">
            <IconLayoutGrid size={16} stroke={1.5} aria-hidden="true" className="icon" />
            {report.state === 'ready'
              ? 'Open an example'
              : 'Or open an example; it runs as soon as an engine is there'}
          </p>
          <ExampleCards />
        </>
      )}
    </div>
  );
}

function Column({ name, report }: { name: FirstRunColumn; report: EngineReport }) {
  const isRaised = raisedColumn(report) === name;
  return (
    <section className={`column ${name}`} data-raised={isRaised || undefined}>
      {name === 'ollama' && <OllamaColumn report={report} isRaised={isRaised} />}
      {name === 'starter' && report.starter !== undefined && (
        <StarterColumn report={report} starter={report.starter} isRaised={isRaised} />
      )}
      {name === 'model' && <ModelColumn report={report} />}
      {name === 'install' && <InstallColumn isRaised={isRaised} />}
    </section>
  );
}

function closeWords(report: EngineReport, nodeCount: number): string {
  if (nodeCount > 0) return 'Back to the workflow';
  return starterState(report) === 'ready' || report.state === 'ready'
    ? 'Begin with an empty mat'
    : 'Look around without an engine';
}
