import { useMemo } from 'react';
import { titleOf } from '../canvas/title-of.ts';
import { runOrder } from '../document/run-order.ts';
import type { NodeRun, Phase } from '../run/node-run.ts';
import { phaseOf } from '../run/node-run.ts';
import { useNow } from '../run/use-now.ts';
import { useRunNodes, useRunOverview, useWorkflow } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';

const LEGEND: readonly (readonly [Phase, string])[] = [
  ['waiting', 'waiting'],
  ['loading', 'loading model'],
  ['reading', 'reading prompt'],
  ['thinking', 'thinking'],
  ['answering', 'answering'],
  ['computing', 'computing'],
];
/** The picture spans at least this much time, so that short runs do not jump. */
const LEAST_MS = 5000;
/** So many lanes are drawn. */
const MOST_LANES = 60;
/** How full the picture is with what has passed. */
const FILLED = 0.8;

/** Where the time of the run goes, a lane for each node, and what each waits for. */
export function RunTimeline() {
  const { catalog } = useWorkspace();
  const workflow = useWorkflow();
  const overview = useRunOverview();
  const runs = useRunNodes();
  const now = useNow(true);
  const order = useMemo(() => runOrder(workflow), [workflow]);
  if (overview === undefined) return null;
  const start = overview.startedAt;
  const spanMs = Math.max(LEAST_MS, (now - start) / FILLED);
  const share = (at: number) => `${Math.max(0, Math.min(100, ((at - start) / spanMs) * 100))}%`;
  const all = order.flatMap((node) => {
    const run = runs.get(node.id);
    return run === undefined
      ? []
      : [{ id: node.id, run, title: titleOf({ node, description: catalog.describe(node.type) }) }];
  });
  // Of a large run those that are at work come first; a small one keeps its order.
  const atWork = all.filter(({ run }) => run.state === 'running');
  const nodes =
    all.length <= MOST_LANES
      ? all
      : [...atWork, ...all.filter((node) => !atWork.includes(node))].slice(0, MOST_LANES);
  return (
    <div className="run-timeline">
      <div className="lanes">
        <div className="axis mono" aria-hidden="true">
          {marksOf(spanMs).map((ms) => (
            <span key={ms} style={{ left: `${(ms / spanMs) * 100}%` }}>
              {ms / 1000} s
            </span>
          ))}
        </div>
        {nodes.map(({ id, run, title }) => (
          <div className="lane" key={id}>
            <span className="cut">{title}</span>
            <span className="track">
              {run.segments.map(({ phase, startedAt, endedAt }) => (
                <i
                  key={startedAt}
                  data-phase={phase}
                  style={{
                    left: share(startedAt),
                    width: `calc(${share(endedAt ?? now)} - ${share(startedAt)})`,
                  }}
                />
              ))}
            </span>
          </div>
        ))}
        <div className="legend" aria-hidden="true">
          {LEGEND.map(([phase, words]) => (
            <span key={phase}>
              <i data-phase={phase} /> {words}
            </span>
          ))}
        </div>
      </div>
      <div className="queue">
        <b>Now</b>
        {nodes
          .filter(({ run }) => run.state === 'running' || run.state === 'queued')
          .map(({ id, run, title }) => (
            <div className="queue-line" key={id} data-live={run.state === 'running' || undefined}>
              <span className="cut">{title}</span>
              <span className="mono quiet cut">{run.model ?? ''}</span>
              <span className="mono">{wordsOf(run)}</span>
            </div>
          ))}
      </div>
    </div>
  );
}

/** Round numbers of seconds, at most eight of them. */
function marksOf(spanMs: number): readonly number[] {
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600]
    .map((seconds) => seconds * 1000)
    .find((ms) => spanMs / ms <= 8);
  if (step === undefined) return [];
  return Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, index) => index * step).filter(
    (ms) => ms < spanMs * 0.97,
  );
}

function wordsOf(run: NodeRun): string {
  if (run.state === 'queued') return 'waits';
  return phaseOf(run) ?? 'computing';
}
