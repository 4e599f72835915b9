import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { formatDuration } from '../run/describe-run.ts';
import type { NodeRun } from '../run/node-run.ts';
import { useNow } from '../run/use-now.ts';

/** What a model thought before it answered: one line, opened on demand. */
export function ThinkingFold({ text, run }: { text: string; run: NodeRun }) {
  const [isOpen, setOpen] = useState(false);
  const segment = run.segments.find(({ phase }) => phase === 'thinking');
  const isThinking = segment !== undefined && segment.endedAt === undefined;
  const now = useNow(isThinking);
  const ms = segment === undefined ? undefined : (segment.endedAt ?? now) - segment.startedAt;
  const Sign = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div className="thinking">
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Sign size={14} stroke={1.5} aria-hidden="true" />
        <span>{isThinking ? 'Thinking' : 'Thought'}</span>
        {ms !== undefined && <span className="mono quiet">{formatDuration(Math.max(0, ms))}</span>}
      </button>
      {isOpen && <p>{text.slice(-20_000)}</p>}
    </div>
  );
}
