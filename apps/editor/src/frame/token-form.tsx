import type { SessionReport } from '@nodetool-ai/graph';
import { useState } from 'react';
import { enterWith } from '../api/enter.ts';

/** Asks for the address that the server printed, or for its token alone, and comes in with it. */
export function TokenForm({ onOpen }: { onOpen: (session: SessionReport) => void }) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const comeIn = async () => {
    const entry = await enterWith(typed.split('#token=').at(-1)?.trim() ?? '');
    if (entry.kind === 'open') onOpen(entry.session);
    else if (entry.kind === 'no-token') setProblem('That is not the token of this launch.');
    else setProblem('The server does not answer.');
  };
  return (
    <form
      className="inline"
      onSubmit={(event) => {
        event.preventDefault();
        void comeIn();
      }}
    >
      <input
        className="field mono"
        aria-label="Address or token"
        autoComplete="off"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <button type="submit" className="button">
        Come in
      </button>
      {problem !== undefined && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </form>
  );
}
