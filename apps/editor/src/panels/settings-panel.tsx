import type { SettingsReport } from '@nodetool-ai/graph';
import { useCallback, useEffect, useState } from 'react';
import { askServer } from '../api/http-client.ts';
import { readTheme, setTheme } from '../frame/theme.ts';
import type { Theme } from '../frame/theme.ts';
import { StarterSettings } from './starter-settings.tsx';
import { useWorkspace } from '../workspace.ts';

const KEY_NAME = 'OLLAMA_API_KEY';

/** Addresses, keys and looks. Keys go in and never come back. */
export function SettingsPanel() {
  const { engine } = useWorkspace();
  const [report, setReport] = useState<SettingsReport>();
  const [problem, setProblem] = useState<string>();
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const [theme, setShownTheme] = useState(readTheme);

  const ask = useCallback(
    async (path: string, method: 'GET' | 'PUT' | 'DELETE', body?: unknown) => {
      try {
        const answer = await askServer<SettingsReport>(path, {
          method,
          ...(body === undefined ? {} : { body }),
        });
        setReport(answer);
        setProblem(undefined);
        void engine.refresh();
        return true;
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
        return false;
      }
    },
    [engine],
  );

  useEffect(() => void ask('/api/settings', 'GET'), [ask]);

  const stored = report?.secrets.find(({ name }) => name === KEY_NAME);
  return (
    <div className="panel-body settings">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask('/api/settings/engine-url', 'PUT', { url }).then(
            (isDone) => isDone && setUrl(''),
          );
        }}
      >
        <h3 className="section-title">Address of Ollama</h3>
        <p className="panel-note">
          {report?.engineUrl
            ? `${report.engineUrl.url} (${describeSource(report.engineUrl.source)})`
            : (report?.engineUrlError?.message ?? '')}
        </p>
        <label htmlFor="engine-url">Another address</label>
        <input
          id="engine-url"
          className="field mono"
          placeholder="http://192.168.1.20:11434"
          value={url}
          onChange={({ target }) => setUrl(target.value)}
        />
        <div className="panel-actions">
          <button type="submit" className="button" disabled={url.trim() === ''}>
            Use this address
          </button>
          <button
            type="button"
            className="button"
            disabled={report?.engineUrl?.source !== 'secret OLLAMA_API_URL'}
            onClick={() => void ask('/api/settings/engine-url', 'PUT', { url: '' })}
          >
            Use the default
          </button>
        </div>
      </form>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask(`/api/settings/secrets/${KEY_NAME}`, 'PUT', { value: key }).then(
            (isDone) => isDone && setKey(''),
          );
        }}
      >
        <h3 className="section-title">Key for Ollama</h3>
        <p className="panel-note">
          {stored === undefined
            ? 'None is stored. Only a daemon behind a sign-in needs one.'
            : `Stored on ${new Date(stored.storedAt).toLocaleDateString()}. It is not shown again.`}
        </p>
        <label htmlFor="engine-key">{stored === undefined ? 'Key' : 'Another key'}</label>
        <input
          id="engine-key"
          className="field mono"
          type="password"
          autoComplete="off"
          value={key}
          onChange={({ target }) => setKey(target.value)}
        />
        <div className="panel-actions">
          <button type="submit" className="button" disabled={key === ''}>
            Store the key
          </button>
          <button
            type="button"
            className="button"
            disabled={stored === undefined}
            onClick={() => void ask(`/api/settings/secrets/${KEY_NAME}`, 'DELETE')}
          >
            Remove it
          </button>
        </div>
      </form>
      <StarterSettings />
      <h3 className="section-title">Looks</h3>
      <div className="choice-row" role="radiogroup" aria-label="Theme">
        {(['system', 'dark', 'light'] satisfies Theme[]).map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="theme"
              checked={theme === name}
              onChange={() => {
                setTheme(name);
                setShownTheme(name);
              }}
            />
            {name}
          </label>
        ))}
      </div>
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function describeSource(source: string): string {
  if (source === 'default') return 'default';
  return source === 'secret OLLAMA_API_URL' ? 'set here' : source;
}
