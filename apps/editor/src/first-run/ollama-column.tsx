import type { EngineReport, SettingsReport } from '@nodetool-ai/graph';
import { useState } from 'react';
import { useStore } from 'zustand';
import { askServer } from '../api/http-client.ts';
import { lampOf } from '../frame/engine-words.ts';
import { isOllamaThere } from '../starter/starter-state.ts';
import { useNow } from '../run/use-now.ts';
import { useWorkspace } from '../workspace.ts';

/** The column of Ollama: whether it was found, what was asked, and a field for another address. */
export function OllamaColumn({ report, isRaised }: { report: EngineReport; isRaised: boolean }) {
  const { engine } = useWorkspace();
  const [url, setUrl] = useState('');
  const [problem, setProblem] = useState<string>();
  const isFound = isOllamaThere(report);
  const connect = async () => {
    try {
      await askServer<SettingsReport>('/api/settings/engine-url', { method: 'PUT', body: { url } });
      setProblem(undefined);
      await engine.refresh();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <h2>Ollama on this computer</h2>
      <p className="state-line" data-tone={isFound ? 'good' : 'warning'}>
        <i className="lamp" data-state={isFound ? 'ready' : lampOf(lampState(report))} />
        <span>{isFound ? 'Found' : 'Not found'}</span>
        {!isFound && <NextLook />}
      </p>
      <p>{ollamaSentence(report)}</p>
      {!isFound && <p>If it runs on another machine or in a container, give its address.</p>}
      <form
        className="address-form"
        onSubmit={(event) => {
          event.preventDefault();
          void connect();
        }}
      >
        <span className="field address-field">
          {!/^https?:/.test(url) && <span aria-hidden="true">http://</span>}
          <input
            className="mono"
            aria-label="Address of Ollama"
            placeholder="192.168.1.20:11434"
            value={url}
            onChange={({ target }) => setUrl(target.value)}
          />
        </span>
        {problem !== undefined && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <p className="actions">
          <button
            type="submit"
            className={isRaised && url.trim() !== '' ? 'button big main' : 'button big'}
            disabled={url.trim() === ''}
          >
            Connect
          </button>
          {url.trim() === '' && <span className="quiet small">needs an address</span>}
        </p>
      </form>
    </>
  );
}

/** The lamp is that of Ollama, not of the starter that answers in its place. */
const lampState = ({ kind, state }: EngineReport) => (kind === 'starter' ? 'refused' : state);

function ollamaSentence(report: EngineReport): string {
  if (isOllamaThere(report))
    return `Ollama ${report.version ?? ''} answers at ${report.url ?? 'its address'}.`;
  if (report.kind === 'starter') return 'No Ollama answers; the starter engine does.';
  return report.cause ?? 'It does not answer.';
}

/** When Ollama is looked for again: it is found without a press. */
function NextLook() {
  const { engine } = useWorkspace();
  const at = useStore(engine, (state) => state.nextAskAt);
  const now = useNow(at !== undefined);
  if (at === undefined) return null;
  const seconds = Math.max(0, Math.ceil((at - now) / 1000));
  return (
    <span className="mono quiet push">
      {seconds === 0 ? 'looks now' : `looks again in ${seconds} s`}
    </span>
  );
}
