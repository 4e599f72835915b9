import { useState } from 'react';
import { useStore } from 'zustand';
import type { EngineReport, SettingsReport } from '@nodetool-ai/graph';
import { askServer } from '../api/http-client.ts';
import { PullOffer } from '../models/pull-offer.tsx';
import { ExampleList } from '../panels/example-list.tsx';
import { useWorkspace } from '../workspace.ts';
import { CopyButton } from './copy-button.tsx';
import { lampOf } from './engine-words.ts';

const INSTALL = {
  linux: 'curl -fsSL https://ollama.com/install.sh | sh',
  mac: 'brew install ollama',
  windows: 'winget install Ollama.Ollama',
};
const FIRST_MODEL = 'llama3.2';
const PULL = `ollama pull ${FIRST_MODEL}`;

/** What stands on an empty mat while no engine is there: how to get one. Nothing is downloaded by it. */
export function FirstRun() {
  const { engine, screen } = useWorkspace();
  const report = useStore(engine, (state) => state.report);
  const [url, setUrl] = useState('');
  const [problem, setProblem] = useState<string>();
  const system = /Win/.test(navigator.userAgent)
    ? 'windows'
    : /Mac/.test(navigator.userAgent)
      ? 'mac'
      : 'linux';
  if (report === undefined) return null;
  if (report.state === 'absent') return <NoLocalEngine report={report} />;
  const connect = async () => {
    try {
      await askServer<SettingsReport>('/api/settings/engine-url', { method: 'PUT', body: { url } });
      setProblem(undefined);
      await engine.refresh();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const hasModels = report.state !== 'ready' || (report.models?.length ?? 1) > 0;
  return (
    <div className="first-run">
      <div className="float first-run-panel">
        <header>
          <h1>Which engine runs your models?</h1>
          <p className="quiet">
            NodeTool draws the workflow; an engine on this computer runs the models.
          </p>
        </header>
        <div className="columns">
          <section>
            <h2>Ollama on this computer</h2>
            <p className="state-line">
              <i className="lamp" data-state={lampOf(report.state)} />
              {report.state === 'ready' ? 'Found' : 'Not found'}
              <span className="mono quiet push">looks every 3 s</span>
            </p>
            <p>
              {report.state === 'ready'
                ? `Ollama ${report.version ?? ''} answers at ${report.url ?? ''}.`
                : report.cause}
            </p>
            <p className="quiet">
              If it runs on another machine or in a container, give its address.
            </p>
            <form
              className="inline"
              onSubmit={(event) => {
                event.preventDefault();
                void connect();
              }}
            >
              <input
                className="field mono"
                aria-label="Address of Ollama"
                placeholder="192.168.1.20:11434"
                value={url}
                onChange={({ target }) => setUrl(target.value)}
              />
              <button type="submit" className="button" disabled={url.trim() === ''}>
                Connect
              </button>
            </form>
            {problem !== undefined && (
              <p className="problem" role="alert">
                {problem}
              </p>
            )}
          </section>
          <section className="raised">
            <h2>{hasModels ? 'Install Ollama' : 'Get a model'}</h2>
            <p>
              {hasModels
                ? 'Any open model, vision, long answers, your graphics card. In a terminal:'
                : 'Ollama answers, but it has no model yet. This one has about 2 GB:'}
            </p>
            {hasModels && (
              <p className="command">
                <code>{INSTALL[system]}</code>
                <CopyButton text={INSTALL[system]} label="Copy" isQuiet />
              </p>
            )}
            {hasModels ? (
              <p className="command">
                <code>{PULL}</code>
                <CopyButton text={PULL} label="Copy" isQuiet />
              </p>
            ) : (
              <PullOffer model={FIRST_MODEL} isMain />
            )}
            <p className="quiet">Found by itself as soon as it runs.</p>
          </section>
        </div>
        <footer>
          <span>
            Nothing is downloaded by this page, and nothing you type leaves this computer.
          </span>
          <button
            type="button"
            className="link"
            onClick={() => screen.setState({ isFirstRunClosed: true })}
          >
            Look around without an engine
          </button>
        </footer>
      </div>
      <p className="quiet">Or open an example; it runs as soon as an engine is there</p>
      <ExampleList />
    </div>
  );
}

/** Where local engines do not exist at all, none is offered. */
function NoLocalEngine({ report }: { report: EngineReport }) {
  const { screen } = useWorkspace();
  return (
    <div className="first-run">
      <div className="float first-run-panel">
        <header>
          <h1>No models of this computer here</h1>
          <p>{report.cause}</p>
          <p className="quiet">{report.remedy}</p>
        </header>
        <footer>
          <button
            type="button"
            className="link"
            onClick={() => screen.setState({ isFirstRunClosed: true })}
          >
            Look around without an engine
          </button>
        </footer>
      </div>
    </div>
  );
}
