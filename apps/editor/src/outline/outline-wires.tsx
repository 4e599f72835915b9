import type { ResolvedPorts, WorkflowNode } from '@nodetool-ai/graph';
import { drawWire } from '../canvas/mat-commands.ts';
import { titleOf } from '../canvas/title-of.ts';
import { PortShape } from '../canvas/port-shape.tsx';
import { removeParts } from '../document/edits.ts';
import { judgeWire } from '../document/judge-wire.ts';
import { usePorts, useTab, useWorkflow } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';

/** The inputs of a node. */
export interface OutlineWiresProps {
  readonly node: WorkflowNode;
  readonly ports: ResolvedPorts;
  readonly order: readonly WorkflowNode[];
}

/** Where each input comes from; another source is chosen from a list of those that fit. */
export function OutlineWires({ node, ports, order }: OutlineWiresProps) {
  const { catalog } = useWorkspace();
  const { document } = useTab();
  const workflow = useWorkflow();
  const all = usePorts();
  if (catalog.describe(node.type)?.role === 'input') return null;
  return Object.entries(ports.inputs).map(([name, input]) => {
    const edge = workflow.graph.edges.find(
      (candidate) => candidate.target === node.id && candidate.targetHandle === name,
    );
    const target = { nodeId: node.id, port: name };
    const without = {
      ...workflow,
      graph: { ...workflow.graph, edges: workflow.graph.edges.filter((other) => other !== edge) },
    };
    const sources = order.flatMap((other, index) =>
      Object.keys(all.get(other.id)?.outputs ?? {})
        .filter(
          (port) => judgeWire(without, all, { nodeId: other.id, port }, target).answer !== 'no',
        )
        .map((port) => ({
          key: `${other.id} ${port}`,
          label: `from ${index + 1} ${titleOf({ node: other, description: catalog.describe(other.type) })}, ${port}`,
          source: { nodeId: other.id, port },
        })),
    );
    const id = `outline-wire-${node.id}-${name}`;
    return (
      <div className="outline-wire" key={name}>
        <PortShape type={input.type} isOpen={edge === undefined} />
        <label htmlFor={id}>{(input.title ?? name).toLowerCase()}</label>
        <select
          id={id}
          className="field"
          value={edge === undefined ? '' : `${edge.source} ${edge.sourceHandle}`}
          onChange={({ target: { value } }) => {
            if (edge !== undefined)
              document.edit(
                'Remove wire',
                removeParts(new Set(), new Set([edge.id ?? ''])),
                `wire ${id}`,
              );
            const chosen = sources.find(({ key }) => key === value);
            if (chosen !== undefined) drawWire(document, all, chosen.source, target);
          }}
        >
          <option value="">{input.required === true ? 'no wire: set below' : 'no wire'}</option>
          {sources.map(({ key, label }) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
      </div>
    );
  });
}
