import type { NodeRun, Phase } from '../run/node-run.ts';
import { isLive } from '../run/node-run.ts';
import { useNow } from '../run/use-now.ts';

const WORDS: Readonly<Record<Phase, string>> = {
  waiting: 'waiting',
  loading: 'loading model',
  reading: 'reading prompt',
  thinking: 'thinking',
  answering: 'answering',
  computing: 'computing',
};

/** Where the time of a node went, to scale; grows while it runs and stays as a record. */
export function PhaseRail({ run }: { run: NodeRun | undefined }) {
  const live = run !== undefined && isLive(run);
  const now = useNow(live || run?.state === 'queued');
  if (run === undefined || run.segments.length === 0)
    return <div className="phase-rail" aria-hidden="true" />;
  const parts = run.segments.map(({ phase, startedAt, endedAt }) => ({
    phase,
    startedAt,
    ms: Math.max(1, (endedAt ?? now) - startedAt),
  }));
  const label = parts.map(({ phase, ms }) => `${WORDS[phase]} ${(ms / 1000).toFixed(1)} s`);
  return (
    <div
      className="phase-rail"
      data-old={!live || undefined}
      role="img"
      aria-label={label.join(', ')}
      title={label.join(', ')}
    >
      {parts.map(({ phase, startedAt, ms }) => (
        <i key={`${phase}${startedAt}`} data-phase={phase} style={{ flexGrow: ms }} />
      ))}
      {run.state === 'failed' && <i data-phase="failed" />}
      {live && <i data-phase="now" />}
    </div>
  );
}
