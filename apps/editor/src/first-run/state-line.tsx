import {
  IconAlertTriangle,
  IconCheck,
  IconCircleX,
  IconClock,
  IconDownload,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';

/** What a sign of the state line means. */
export type StateTone = 'good' | 'waiting' | 'busy' | 'warning' | 'bad';

const ICONS: Readonly<Record<StateTone, Icon>> = {
  good: IconCheck,
  waiting: IconClock,
  busy: IconDownload,
  warning: IconAlertTriangle,
  bad: IconCircleX,
};

/** The line under the title of a column: how it stands, with a sign. */
export function StateLine({ tone, children }: { tone: StateTone; children: React.ReactNode }) {
  const Sign = ICONS[tone];
  return (
    <p className="state-line" data-tone={tone}>
      <Sign size={16} stroke={1.5} aria-hidden="true" className="icon" />
      <span>{children}</span>
    </p>
  );
}
