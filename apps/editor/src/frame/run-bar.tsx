import { IconExclamationCircle, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { formatDuration } from '../run/describe-run.ts';
import { startRun } from '../run/start-run.ts';
import { useNow } from '../run/use-now.ts';
import { useCommands } from '../keyboard/use-commands.ts';
import { useRunNodes, useRunOverview, useTab, useWorkflow } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import { RunTimeline } from './run-timeline.tsx';

/** Run and Stop, how the run stands, and while it runs where its time goes. */
export function RunBar() {
  const { screen } = useWorkspace();
  const tab = useTab();
  const overview = useRunOverview();
  const count = useWorkflow().graph.nodes.length;
  const isRunning = overview?.state === 'running';
  return (
    <section className="run-bar" aria-label="Run" data-open={isRunning || undefined}>
      <div className="run-line">
        {isRunning ? (
          <button
            type="button"
            className="button big stop"
            onClick={() => void tab.controller.stop()}
          >
            <IconPlayerStop size={16} stroke={1.5} aria-hidden="true" /> Stop <kbd>Ctrl .</kbd>
          </button>
        ) : (
          <button
            type="button"
            className="button big main"
            disabled={count === 0}
            onClick={() => void startRun(tab, screen)}
          >
            <IconPlayerPlay size={16} stroke={1.5} aria-hidden="true" /> Run <kbd>Ctrl ⏎</kbd>
          </button>
        )}
        <RunWords />
        <span className="push" />
        <LastRun />
        <button
          type="button"
          className="button flat"
          aria-pressed={useStore(screen, (state) => state.panel === 'runs')}
          onClick={() => screen.setState({ panel: 'runs' })}
        >
          Runs
        </button>
      </div>
      {isRunning && <RunTimeline />}
    </section>
  );
}

function RunWords() {
  const overview = useRunOverview();
  const workflow = useWorkflow();
  const commands = useCommands();
  const states = [...useRunNodes().values()].map(({ state }) => state);
  const now = useNow(overview?.state === 'running');
  const count = (state: string) => states.filter((other) => other === state).length;
  const total = workflow.graph.nodes.length;
  if (overview === undefined) {
    return (
      <span className="quiet">
        {total === 0
          ? 'Nothing to run yet: add a node'
          : `${total} ${total === 1 ? 'node' : 'nodes'} will run`}
      </span>
    );
  }
  const ended = states.filter((state) => state !== 'queued' && state !== 'running').length;
  if (overview.state === 'running') {
    return (
      <span>
        <b>Running</b>{' '}
        <span className="quiet">
          {ended} of {states.length} done, {formatDuration(Math.max(0, now - overview.startedAt))}
          {overview.isConnected ? '' : '; the connection is lost, the run goes on'}
        </span>
      </span>
    );
  }
  if (overview.state === 'failed') {
    const failed = count('failed');
    return (
      <span className="failed-words">
        <IconExclamationCircle size={16} stroke={1.5} aria-hidden="true" />
        <b>
          {overview.error?.code === 'RUN_INTERRUPTED'
            ? 'Interrupted'
            : failed === 0
              ? 'Did not start'
              : `Stopped with ${failed} ${failed === 1 ? 'error' : 'errors'}`}
        </b>
        <span className="quiet cut">
          {failed === 0
            ? overview.error?.message
            : `${count('completed')} done, ${count('skipped')} not run`}
        </span>
        {failed > 0 && (
          <button type="button" className="link" onClick={commands['next-error']}>
            Next error <kbd>F8</kbd>
          </button>
        )}
      </span>
    );
  }
  return (
    <span className="quiet">
      {overview.state === 'cancelled'
        ? 'Stopped. What had come is kept.'
        : `Done: ${count('completed')} of ${states.length} nodes`}
    </span>
  );
}

function LastRun() {
  const overview = useRunOverview();
  if (overview === undefined || overview.state === 'running') return null;
  const time = new Date(overview.startedAt).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <span className="quiet last-run">
      Run {time}
      {overview.durationMs === undefined ? '' : `, ${formatDuration(overview.durationMs)}`}
    </span>
  );
}
