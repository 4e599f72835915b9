import type { ResolvedPorts, Workflow, WorkflowNode } from '@nodetool-ai/graph';
import { useCallback, useMemo } from 'react';
import { runOrder } from '../document/run-order.ts';
import { useDocument, usePorts, useRunNodes, useTab, useWorkflow } from '../tabs/tab-context.ts';
import { ExampleList } from '../panels/example-list.tsx';
import { OutlineRow } from './outline-row.tsx';

const NO_NODES: readonly WorkflowNode[] = [];
const NO_PORTS: ResolvedPorts = { inputs: {}, outputs: {} };
const NO_NAMES: ReadonlySet<string> = new Set();

/** All nodes in the order in which they run; each can be opened, read, wired and set. Also the phone's whole page. */
export function Outline() {
  const workflow = useWorkflow();
  const { document } = useTab();
  const selected = useDocument((state) => state.selectedNodes);
  const order = useMemo(() => runOrder(workflow), [workflow]);
  const ports = usePorts();
  const wired = useMemo(() => wiredInputs(workflow), [workflow]);
  const onToggle = useCallback(
    (id: string) => {
      const { selectedNodes } = document.getState();
      document.select(selectedNodes.has(id) ? [] : [id]);
    },
    [document],
  );
  return (
    <div className="outline">
      <div className="outline-head">
        <span>
          {order.length} {order.length === 1 ? 'node' : 'nodes'} in run order
        </span>
        <Counts />
      </div>
      <ol>
        {order.map((node, index) => (
          <OutlineRow
            key={node.id}
            node={node}
            number={index + 1}
            isOpen={selected.has(node.id)}
            onToggle={onToggle}
            order={selected.has(node.id) ? order : NO_NODES}
            ports={ports.get(node.id) ?? NO_PORTS}
            wired={wired.get(node.id) ?? NO_NAMES}
          />
        ))}
      </ol>
      {order.length === 0 && (
        <div className="outline-empty">
          <p className="panel-note">No node yet. Add one, or start from an example.</p>
          <ExampleList />
        </div>
      )}
    </div>
  );
}

function Counts() {
  const states = [...useRunNodes().values()].map(({ state }) => state);
  const count = (state: string) => states.filter((other) => other === state).length;
  const parts = [
    [count('completed'), 'done'],
    [count('running'), 'running'],
    [count('queued'), 'in line'],
    [count('failed'), 'failed'],
  ]
    .filter(([number]) => number !== 0)
    .map(([number, word]) => `${number} ${word}`);
  return <span>{parts.join(', ')}</span>;
}

/** The inputs of each node that have a wire. */
function wiredInputs(workflow: Workflow): ReadonlyMap<string, ReadonlySet<string>> {
  const wired = new Map<string, Set<string>>();
  for (const { target, targetHandle } of workflow.graph.edges)
    wired.set(target, (wired.get(target) ?? new Set()).add(targetHandle));
  return wired;
}
