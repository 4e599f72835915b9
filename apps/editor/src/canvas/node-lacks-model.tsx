import type { NodeDescription } from '@nodetool-ai/graph';
import { useStore } from 'zustand';
import { starterLacks } from '../starter/starter-words.ts';
import { useWorkspace } from '../workspace.ts';

/** Says at a node that no model here can do what it needs, and the way to one; nothing where one can. */
export function NodeLacksModel({ description }: { description: NodeDescription | undefined }) {
  const { engine, screen } = useWorkspace();
  const capability = Object.values(description?.models ?? {})[0]?.capability;
  const reason = useStore(engine, ({ report }) =>
    capability === undefined ? undefined : starterLacks(report, capability),
  );
  if (reason === undefined) return null;
  return (
    <div className="node-lacks nodrag nopan">
      <p>{reason}</p>
      <button type="button" className="link" onClick={() => screen.setState({ firstRun: 'open' })}>
        How to install Ollama
      </button>
    </div>
  );
}
