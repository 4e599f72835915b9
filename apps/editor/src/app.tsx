import type { NodesReport } from '@nodetool-ai/graph';
import { useEffect, useState } from 'react';
import { askServer } from './api/http-client.ts';
import { enter, enterWith } from './api/enter.ts';
import type { Entry } from './api/enter.ts';
import { Frame } from './frame/frame.tsx';
import { claimOwner } from './tabs/drafts.ts';
import { TokenForm } from './frame/token-form.tsx';
import { createWorkspace, WorkspaceContext } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** How often a server that does not answer is asked again. */
const RETRY_MS = 2000;

/** The page: in front of the door until the server lets it in, then the workspace. */
export function App() {
  const [entry, setEntry] = useState<Entry>();
  const [workspace, setWorkspace] = useState<Workspace>();

  useEffect(() => {
    if (entry === undefined) void enter().then(setEntry);
    if (entry?.kind === 'unreachable') {
      const timer = setTimeout(() => void enterWith(null).then(setEntry), RETRY_MS);
      return () => clearTimeout(timer);
    }
    if (entry?.kind === 'open') {
      Promise.all([askServer<NodesReport>('/api/nodes'), claimOwner()]).then(
        ([report, owner]) => setWorkspace((before) => before ?? createWorkspace(report, owner)),
        () => setEntry({ kind: 'unreachable' }),
      );
    }
    return undefined;
  }, [entry]);

  if (workspace !== undefined)
    return (
      <WorkspaceContext value={workspace}>
        <Frame />
      </WorkspaceContext>
    );
  if (entry?.kind === 'no-token') return <Door onEntry={setEntry} />;
  if (entry?.kind === 'unreachable')
    return (
      <main className="gate" role="alert">
        <h1>The NodeTool server does not answer</h1>
        <p>
          Start it in its folder with <code>npm start</code>. This page looks again by itself.
        </p>
      </main>
    );
  return <p className="gate">Opening NodeTool…</p>;
}

function Door({ onEntry }: { onEntry: (entry: Entry) => void }) {
  return (
    <main className="gate">
      <h1>This launch has a key of its own</h1>
      <p>
        The server was started anew, or this address was opened without its token. Open the address
        that the server printed when it started, or paste it here. What you typed before is kept in
        this browser.
      </p>
      <TokenForm onOpen={(session) => onEntry({ kind: 'open', session })} />
    </main>
  );
}
