import type { WorkflowSummary } from '@nodetool-ai/graph';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { askServer } from '../api/http-client.ts';
import { importFiles, pickFiles } from '../tabs/import-files.ts';
import { useWorkspace } from '../workspace.ts';
import { ExampleList } from './example-list.tsx';

/** The stored workflows and the examples. */
export function WorkflowList() {
  const { tabs, screen } = useWorkspace();
  const [state, setState] = useState<readonly WorkflowSummary[] | 'asking' | 'failed'>('asking');

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    askServer<{ workflows: readonly WorkflowSummary[] }>('/api/workflows', { signal }).then(
      ({ workflows }) => setState(workflows),
      () => signal.aborted || setState('failed'),
    );
    return () => controller.abort();
  }, []);

  const open = async () => {
    const problems = await importFiles(await pickFiles(), tabs);
    const [first] = problems;
    if (first !== undefined)
      screen.setState({ toast: { text: `${first.name}: ${first.message}` } });
  };

  return (
    <div className="panel-body">
      <div className="panel-actions">
        <button type="button" className="button" onClick={() => tabs.openNew()}>
          <IconPlus size={16} stroke={1.5} aria-hidden="true" /> New
        </button>
        <button type="button" className="button" onClick={() => void open()}>
          <IconFileImport size={16} stroke={1.5} aria-hidden="true" /> Open a file
        </button>
      </div>
      <h3 className="section-title">Stored on this computer</h3>
      {state === 'asking' && <p className="panel-note">Reading the list…</p>}
      {state === 'failed' && (
        <p className="panel-note">The list cannot be read: the server does not answer.</p>
      )}
      {Array.isArray(state) && state.length === 0 && (
        <p className="panel-note">Nothing is stored yet. What you build is stored by itself.</p>
      )}
      {Array.isArray(state) &&
        state.map(({ id, name, changedAt, nodeCount }: WorkflowSummary) => (
          <button
            key={id}
            type="button"
            className="list-row"
            onClick={() => void tabs.openStored(id)}
          >
            <span className="cut">{name}</span>
            <span className="mono quiet">
              {nodeCount === undefined ? 'cannot be read' : `${nodeCount} nodes`},{' '}
              {new Date(changedAt).toLocaleDateString()}
            </span>
          </button>
        ))}
      <h3 className="section-title">Examples</h3>
      <ExampleList />
    </div>
  );
}
