import { useState } from 'react';
import { useStore } from 'zustand';
import { formatBytes, formatDuration } from '../run/describe-run.ts';
import { useNow } from '../run/use-now.ts';
import { useWorkspace } from '../workspace.ts';
import { EnginePopover } from './engine-popover.tsx';
import { lampOf, shortState } from './engine-words.ts';

/** How the daemon is: a lamp, its version, what is loaded, memory. Opens the whole story. */
export function EngineBadge() {
  const { engine, screen } = useWorkspace();
  const report = useStore(engine, (state) => state.report);
  const since = useStore(engine, (state) => state.since);
  const isOpen = useStore(screen, (state) => state.overlay === 'engine');
  const isBad = report !== undefined && lampOf(report.state) === 'failed';
  const now = useNow(isBad);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const loaded = report?.models?.filter((model) => model.loaded === 'yes') ?? [];
  const { memory } = report ?? {};
  const usedShare = memory === undefined ? 0 : 1 - memory.freeBytes / memory.totalBytes;
  return (
    <>
      <button
        ref={setButton}
        type="button"
        className="engine-badge"
        data-state={report === undefined ? 'asking' : lampOf(report.state)}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => screen.setState({ overlay: isOpen ? undefined : 'engine' })}
      >
        <i className="lamp" data-state={report === undefined ? 'asking' : lampOf(report.state)} />
        <span className="state">
          {report === undefined ? 'Looking for Ollama' : shortState(report)}
        </span>
        {report?.state === 'ready' && (
          <span className="mono quiet detail">
            {loaded.length === 0
              ? 'no model loaded'
              : `${loaded.length === 1 ? loaded[0]?.id : `${loaded.length} models`} loaded`}
          </span>
        )}
        {report?.state === 'ready' && memory !== undefined && (
          <span className="mono quiet detail memory">
            <i className="meter">
              <i style={{ width: `${Math.round(usedShare * 100)}%` }} />
            </i>
            {formatBytes(memory.totalBytes - memory.freeBytes)} of {formatBytes(memory.totalBytes)}
          </span>
        )}
        {isBad && since !== undefined && (
          <span className="mono detail">for {formatDuration(Math.max(0, now - since))}</span>
        )}
      </button>
      {isOpen && (
        <EnginePopover
          anchor={button}
          onClose={() => {
            screen.setState({ overlay: undefined });
            button?.focus();
          }}
        />
      )}
    </>
  );
}
