import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { placeBeside } from '../models/place-beside.ts';
import { formatBytes } from '../run/describe-run.ts';
import { useReturnFocus } from '../keyboard/use-return-focus.ts';
import { useWorkspace } from '../workspace.ts';
import { CopyButton } from './copy-button.tsx';
import { OLLAMA_ADDS, STARTER_NOTE } from '../starter/starter-words.ts';
import { lampOf, longState, START_COMMAND } from './engine-words.ts';

/** What is wrong with the daemon and what to do; when nothing is, what it has loaded. */
export function EnginePopover({
  anchor,
  onClose,
}: {
  anchor: HTMLElement | null;
  onClose: () => void;
}) {
  const { engine, screen } = useWorkspace();
  useReturnFocus();
  const report = useStore(engine, (state) => state.report);
  const lastReady = useStore(engine, (state) => state.lastReady);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  if (report === undefined) return null;
  const loaded = report.models?.filter((model) => model.loaded === 'yes') ?? [];
  const isReady = report.state === 'ready';
  const isStarter = isReady && report.kind === 'starter';
  const openFirstRun = () => screen.setState({ overlay: undefined, firstRun: 'open' });
  return (
    <>
      <div className="float-backdrop" onPointerDown={onClose} />
      <div
        ref={box}
        className="float engine-popover"
        role="dialog"
        aria-label={isStarter ? 'Starter engine' : 'Ollama'}
        tabIndex={-1}
        style={placeBeside(anchor, { width: 400, height: 480 })}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      >
        <h2>
          <i className="lamp" data-state={lampOf(report.state)} /> {longState(report)}
        </h2>
        {!isReady && <p>{report.cause}</p>}
        {!isReady && <p>{report.remedy}</p>}
        {report.state === 'refused' && (
          <p className="command">
            <code>{START_COMMAND}</code>
            <CopyButton text={START_COMMAND} label="Copy" />
          </p>
        )}
        {isStarter && (
          <p>
            {STARTER_NOTE}. A real Ollama would add {OLLAMA_ADDS}; as soon as one answers, it is
            used instead.
          </p>
        )}
        {isStarter && (
          <p className="buttons">
            <button type="button" className="button" onClick={openFirstRun}>
              How to install Ollama
            </button>
          </p>
        )}
        {report.state === 'refused' && report.starter?.isSupported === true && (
          <p className="buttons">
            <button type="button" className="button main" onClick={openFirstRun}>
              {report.starter.isInstalled ? 'The starter engine' : 'Or install the starter engine'}
            </button>
          </p>
        )}
        {isReady && loaded.length === 0 && (
          <p>No model is loaded. The first run loads its model.</p>
        )}
        {isReady && loaded.length > 0 && (
          <ul>
            {loaded.map((model) => (
              <li key={model.id}>
                <span className="mono">{model.id}</span>
                <span className="quiet">
                  {model.loadedContextLength === undefined
                    ? 'loaded'
                    : `loaded with a context of ${model.loadedContextLength.toLocaleString('en')}`}
                </span>
              </li>
            ))}
          </ul>
        )}
        {report.modelsError !== undefined && (
          <p className="problem">{report.modelsError.message}</p>
        )}
        <p className="buttons">
          <button
            type="button"
            className={isReady || report.starter?.isSupported === true ? 'button' : 'button main'}
            onClick={() => void engine.refresh()}
          >
            Look again
          </button>
          <span className="mono quiet">looks every 3 s</span>
        </p>
        <dl className="mono">
          <dt>Asked</dt>
          <dd>{report.url === undefined ? 'nobody' : `${report.url}/api/version`}</dd>
          <dt>Address from</dt>
          <dd>{report.source ?? 'unknown'}</dd>
          {isReady && <dt>Models</dt>}
          {isReady && (
            <dd>{report.models === undefined ? 'unknown' : `${report.models.length} installed`}</dd>
          )}
          {!isReady && lastReady !== undefined && <dt>Last version</dt>}
          {!isReady && lastReady !== undefined && (
            <dd>
              {lastReady.version ?? 'unknown'}
              {lastReady.models === undefined ? '' : `, ${lastReady.models} models`}
            </dd>
          )}
          {report.memory !== undefined && <dt>Memory</dt>}
          {report.memory !== undefined && (
            <dd>
              {formatBytes(report.memory.freeBytes)} free of {formatBytes(report.memory.totalBytes)}
            </dd>
          )}
        </dl>
        <p className="foot">
          <button
            type="button"
            className="link"
            onClick={() => screen.setState({ overlay: undefined, panel: 'settings' })}
          >
            Use another address
          </button>
        </p>
      </div>
    </>
  );
}
