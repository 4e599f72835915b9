import { runOrder } from '../document/run-order.ts';
import { useDocument, useRunNodes, useTab, useWorkflow } from '../tabs/tab-context.ts';
import { ExampleList } from '../panels/example-list.tsx';
import { OutlineRow } from './outline-row.tsx';

/** All nodes in the order in which they run; each can be opened, read, wired and set. Also the phone's whole page. */
export function Outline() {
  const workflow = useWorkflow();
  const { document } = useTab();
  const selected = useDocument((state) => state.selectedNodes);
  const order = runOrder(workflow);
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
            onToggle={() => document.select(selected.has(node.id) ? [] : [node.id])}
            order={order}
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
