import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconDownload,
  IconExclamationCircle,
  IconMenu2,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStop,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import { describeNodeRun, formatDuration } from '../run/describe-run.ts';
import type { StatusWords } from '../run/describe-run.ts';
import { isLive } from '../run/node-run.ts';
import type { NodeRun } from '../run/node-run.ts';
import { useNow } from '../run/use-now.ts';

/** The signs of the states. */
export const STATUS_ICONS: Readonly<Record<StatusWords['icon'], Icon>> = {
  clock: IconClock,
  download: IconDownload,
  lines: IconMenu2,
  play: IconPlayerPlay,
  check: IconCheck,
  skip: IconPlayerSkipForward,
  error: IconExclamationCircle,
  stop: IconPlayerStop,
  warn: IconAlertTriangle,
};

/** What the line says: of the run, or of what happened since. */
export interface StatusLineProps {
  readonly run: NodeRun | undefined;
  /** Words that go before those of the run. */
  readonly instead?: StatusWords | undefined;
}

/** How a node stands, in plain words, with its time at the right. */
export function StatusLine({ run, instead }: StatusLineProps) {
  const live = run !== undefined && isLive(run) && instead === undefined;
  const now = useNow(live);
  const status = instead ?? (run === undefined ? undefined : describeNodeRun(run));
  if (status === undefined) return null;
  const Sign = STATUS_ICONS[status.icon];
  const firstStart = run?.segments.find(({ phase }) => phase !== 'waiting')?.startedAt;
  const ms = live && firstStart !== undefined ? now - firstStart : run?.durationMs;
  const isTimed = instead === undefined && ms !== undefined && run?.state !== 'skipped';
  return (
    <div className="status-line" data-tone={status.tone}>
      <Sign size={14} stroke={1.5} aria-hidden="true" className="icon" />
      <span className="cut">{status.words}</span>
      {isTimed && <span className="time">{formatDuration(Math.max(0, ms))}</span>}
    </div>
  );
}
