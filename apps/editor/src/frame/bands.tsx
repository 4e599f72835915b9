import { useState } from 'react';
import { useStore } from 'zustand';
import { useDocument, useTab } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import { TokenForm } from './token-form.tsx';

/** What must be said above the mat: the server is gone, was started anew, or somebody else saved. */
export function Bands() {
  return (
    <>
      <ConnectionBand />
      <SaveBand />
      <ConflictBand />
      <RecoveredBand />
    </>
  );
}

function ConnectionBand() {
  const { engine } = useWorkspace();
  const connection = useStore(engine, (state) => state.connection);
  if (connection === 'open') return null;
  if (connection === 'no-token') return <TokenBand />;
  return (
    <p className="band" role="alert">
      <b>The NodeTool server does not answer.</b> What you type is kept in this browser. Start it
      again with <code>npm start</code>; this page comes back by itself, or asks for the new
      address.
    </p>
  );
}

/** Asks for the token of the new launch; nothing on the page is lost meanwhile. */
function TokenBand() {
  const { engine, tabs } = useWorkspace();
  const comeBack = async () => {
    await engine.refresh();
    for (const tab of tabs.getState().tabs) {
      void tab.autosave.saveNow();
      void tab.controller.findLast(tab.id);
    }
  };
  return (
    <div className="band" role="alert">
      <b>The server was started anew.</b> Open the address that it printed, or paste it here;
      nothing on this page is lost.
      <TokenForm onOpen={() => void comeBack()} />
    </div>
  );
}

/** The server answers and does not store: a full disk, a workflow that is too large. */
function SaveBand() {
  const { engine } = useWorkspace();
  const connection = useStore(engine, (state) => state.connection);
  const save = useDocument((state) => state.saveState);
  if (save.kind !== 'failed' || (connection !== 'open' && save.isKept)) return null;
  return (
    <p className="band" role="alert">
      <b>This workflow is not stored.</b> {save.message}{' '}
      {save.isKept
        ? 'What you type is kept in this browser.'
        : 'This browser has no room for it either: save it as a file now (Ctrl S).'}
    </p>
  );
}

function ConflictBand() {
  const { tabs } = useWorkspace();
  const tab = useTab();
  const save = useDocument((state) => state.saveState.kind);
  if (save !== 'conflict') return null;
  return (
    <p className="band" role="alert">
      <b>This workflow was changed in another tab or program.</b> Nothing was overwritten.
      <button type="button" className="button" onClick={() => tabs.keepAsCopy(tab.id)}>
        Keep mine as a copy
      </button>
      <button type="button" className="button" onClick={() => void tabs.loadTheirs(tab.id)}>
        Load theirs
      </button>
    </p>
  );
}

function RecoveredBand() {
  const tab = useTab();
  const [isClosed, setClosed] = useState(false);
  if (!tab.isRecovered || isClosed) return null;
  return (
    <p className="band quiet" role="status">
      What you had typed last was put back.
      <button type="button" className="link" onClick={() => setClosed(true)}>
        Close
      </button>
    </p>
  );
}
