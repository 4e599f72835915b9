import type { RunSummary } from '@nodetool-ai/graph';
import { useEffect, useState } from 'react';
import { askServer } from '../api/http-client.ts';
import { formatDuration } from '../run/describe-run.ts';
import { useRunOverview, useTab } from '../tabs/tab-context.ts';

const WORDS: Readonly<Record<RunSummary['state'], string>> = {
  running: 'Running',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
};

/** The runs of the shown workflow, newest first. Each can be looked at again. */
export function RunsPanel() {
  const tab = useTab();
  const overview = useRunOverview();
  const [runs, setRuns] = useState<readonly RunSummary[]>();

  useEffect(() => {
    const controller = new AbortController();
    const query = new URLSearchParams({ workflowId: tab.id, limit: '50' });
    askServer<{ runs: readonly RunSummary[] }>(`/api/runs?${query}`, {
      signal: controller.signal,
    }).then(
      (answer) => setRuns(answer.runs),
      () => undefined,
    );
    return () => controller.abort();
  }, [tab.id, overview?.runId, overview?.state]);

  if (runs === undefined) return <p className="panel-note">Reading the runs…</p>;
  if (runs.length === 0) return <p className="panel-note">This workflow was not run yet.</p>;
  return (
    <div className="panel-body">
      {runs.map(({ runId, state, startedAt, durationMs, error }) => (
        <button
          key={runId}
          type="button"
          className="list-row"
          aria-current={runId === overview?.runId || undefined}
          onClick={() => tab.controller.show(runId)}
        >
          <span className="cut" data-state={state}>
            {error?.code === 'RUN_INTERRUPTED' ? 'Interrupted' : WORDS[state]}
          </span>
          <span className="mono quiet">
            {new Date(startedAt).toLocaleTimeString()}
            {durationMs === undefined ? '' : `, ${formatDuration(durationMs)}`}
          </span>
        </button>
      ))}
    </div>
  );
}
