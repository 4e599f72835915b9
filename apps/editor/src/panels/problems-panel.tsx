import { useReactFlow } from '@xyflow/react';
import { focusNode } from '../canvas/focus-node.ts';
import { useTab } from '../tabs/tab-context.ts';
import { useIssues } from './use-issues.ts';

/** Everything that keeps the workflow from running, and what is doubtful. */
export function ProblemsPanel() {
  const issues = useIssues();
  const { document } = useTab();
  const flow = useReactFlow();
  if (issues === undefined) return <p className="panel-note">Looking the workflow over…</p>;
  if (issues.length === 0)
    return <p className="panel-note">Nothing is wrong with this workflow.</p>;
  const goTo = (nodeId: string | undefined) => {
    if (nodeId === undefined) return;
    document.select([nodeId]);
    void flow.fitView({ nodes: [{ id: nodeId }], maxZoom: 1, padding: 0.5 });
    focusNode(nodeId);
  };
  return (
    <div className="panel-body">
      {issues.map(({ severity, code, message, hint, nodeId, path }) => (
        <button
          key={`${path} ${message}`}
          type="button"
          className="list-row tall"
          onClick={() => goTo(nodeId)}
        >
          <span data-severity={severity}>
            <b>{severity === 'error' ? 'Error' : 'Doubtful'}</b> {nodeId ?? path}
          </span>
          <span>{message}</span>
          {hint !== undefined && <span className="quiet">{hint}</span>}
          <span className="mono quiet">{code}</span>
        </button>
      ))}
    </div>
  );
}
