import { nodeData } from '@nodetool-ai/graph';
import type { ResolvedPorts, WorkflowNode } from '@nodetool-ai/graph';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import { NodeResult } from '../canvas/node-result.tsx';
import { PhaseRail } from '../canvas/phase-rail.tsx';
import { PortShape } from '../canvas/port-shape.tsx';
import { titleOf } from '../canvas/title-of.ts';
import { NodeIcon } from '../catalog/node-icon.tsx';
import { removeParts } from '../document/edits.ts';
import { layoutNode } from '../geometry/node-layout.ts';
import { describeNodeRun, formatDuration } from '../run/describe-run.ts';
import { useNodeRunFrame, useTab } from '../tabs/tab-context.ts';
import { NodeWidgets } from '../widgets/node-widgets.tsx';
import { useWorkspace } from '../workspace.ts';
import { OutlineWires } from './outline-wires.tsx';

/** One node of the outline. */
export interface OutlineRowProps {
  readonly node: WorkflowNode;
  readonly number: number;
  readonly isOpen: boolean;
  readonly onToggle: (id: string) => void;
  /** All nodes in run order, to name the ends of wires; only an open row needs them. */
  readonly order: readonly WorkflowNode[];
  readonly ports: ResolvedPorts;
  /** Inputs that have a wire. */
  readonly wired: ReadonlySet<string>;
}

/** A node as a line; open, it shows what it gave, its wires and its settings. */
export const OutlineRow = memo(function OutlineRowInner(props: OutlineRowProps) {
  const { node, number, isOpen, onToggle, order, ports, wired } = props;
  const { catalog } = useWorkspace();
  const { document } = useTab();
  const description = catalog.describe(node.type);
  const run = useNodeRunFrame(node.id);
  const status = run === undefined ? undefined : describeNodeRun(run);
  const [output] = Object.values(ports.outputs);
  const Sign = isOpen ? IconChevronDown : IconChevronRight;
  const time = run?.durationMs === undefined ? '' : `, ${formatDuration(run.durationMs)}`;
  return (
    <li className="outline-row" data-open={isOpen || undefined} data-state={run?.state}>
      <button
        type="button"
        className="outline-line"
        aria-expanded={isOpen}
        onClick={() => onToggle(node.id)}
      >
        <span className="mono number">{number}</span>
        <NodeIcon type={node.type} isMissing={description === undefined} />
        <span className="words">
          <b className="cut">{titleOf({ node, description })}</b>
          <span className="cut" data-tone={status?.tone}>
            {status === undefined ? firstWords(node, description) : `${status.words}${time}`}
          </span>
        </span>
        {output !== undefined && <PortShape type={output.type} size={14} />}
        <Sign size={16} stroke={1.5} aria-hidden="true" />
      </button>
      {run !== undefined && <PhaseRail run={run} />}
      {isOpen && (
        <div className="outline-body">
          <NodeResult node={node} description={description} ports={ports} />
          <OutlineWires node={node} ports={ports} order={order} />
          {description !== undefined && (
            <NodeWidgets
              node={node}
              layout={layoutNode({ node, description, ports, wired, hasStatus: true })}
              place="outline"
            />
          )}
          <button
            type="button"
            className="button"
            onClick={() => document.edit('Delete node', removeParts(new Set([node.id]), new Set()))}
          >
            Delete
          </button>
        </div>
      )}
    </li>
  );
});

/** Before a run a line says what is set. */
function firstWords(
  node: WorkflowNode,
  description: ReturnType<ReturnType<typeof useWorkspace>['catalog']['describe']>,
): string {
  if (description === undefined) return 'Node type is not installed';
  const data = nodeData(node);
  const value = data['value'] ?? data['prompt'] ?? data['model'] ?? data['template'];
  return typeof value === 'string' && value !== '' ? value.slice(0, 80) : 'Not run yet';
}
