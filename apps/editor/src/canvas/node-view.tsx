import { useStore as useFlowStore } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { isBypassed } from '../document/node-view-data.ts';
import { describeNodeRun } from '../run/describe-run.ts';
import type { StatusWords } from '../run/describe-run.ts';
import { isChangedSince } from '../run/run-controller.ts';
import { useDocument, useNodeRunFrame, useRunOverview } from '../tabs/tab-context.ts';
import { NodeWidgets } from '../widgets/node-widgets.tsx';
import { useConnecting } from './connecting-store.ts';
import type { FlowNode, NodeViewData } from './flow-node.ts';
import { NodeHeader } from './node-header.tsx';
import { titleOf } from './title-of.ts';
import { NodeResult } from './node-result.tsx';
import { PhaseRail } from './phase-rail.tsx';
import { PortView } from './port-row.tsx';
import { StatusLine } from './status-line.tsx';
import { TINY_ZOOM } from './wire.tsx';

/** Below this zoom only title, rail and ports are drawn; below TINY_ZOOM only title and rail. */
const FAR = 0.6;

const MISSING: StatusWords = { words: 'Node type is not installed', tone: 'warn', icon: 'warn' };
const BYPASSED: StatusWords = {
  words: 'Bypassed: values pass through',
  tone: 'quiet',
  icon: 'skip',
};
const CHANGED: StatusWords = { words: 'Changed since last run', tone: 'warn', icon: 'warn' };

/** What the status line says instead of how the last run went. */
export function useStatusInstead({ node, description }: NodeViewData): StatusWords | undefined {
  const overview = useRunOverview();
  const isChanged = useDocument(
    (state) =>
      overview !== undefined &&
      overview.state !== 'running' &&
      isChangedSince(overview.workflow, state.history.present, node.id),
  );
  if (description === undefined) return MISSING;
  if (isBypassed(node)) return BYPASSED;
  return isChanged ? CHANGED : undefined;
}

/** A node on the mat. */
export const NodeView = memo(function NodeViewInner({
  id,
  data,
  selected,
  height,
}: NodeProps<FlowNode>) {
  const { layout, description, wired } = data;
  const run = useNodeRunFrame(id);
  const instead = useStatusInstead(data);
  const isDimmed = useStore(
    useConnecting(),
    (state) => state.from !== undefined && !state.nodes.has(id),
  );
  const detail = useFlowStore(({ transform }) =>
    transform[2] < TINY_ZOOM ? 'tiny' : transform[2] < FAR ? 'far' : 'near',
  );
  const isNear = detail === 'near';
  const rows = Array.from({ length: layout.portRows }, (_, row) => ({
    input: layout.ports.filter(({ side }) => side === 'input')[row],
    output: layout.ports.filter(({ side }) => side === 'output')[row],
  }));
  return (
    <section
      className="node"
      data-state={stateOf(instead, run?.state)}
      data-selected={selected || undefined}
      data-dimmed={isDimmed || undefined}
      data-detail={detail}
      // Seen from afar it keeps its size, so that nothing moves.
      style={{ width: layout.width, ...(isNear ? {} : { height }) }}
      aria-label={labelOf(data, instead, run)}
    >
      <NodeHeader data={data} />
      <PhaseRail run={run} />
      <StatusLine run={run} instead={instead} />
      {rows.length > 0 && detail !== 'tiny' && (
        <div className="port-rows">
          {rows.map(({ input, output }) => (
            <div className="port-row" key={`${input?.name ?? ''} ${output?.name ?? ''}`}>
              {input && (
                <PortView nodeId={id} port={input} isWired={wired.has(`input ${input.name}`)} />
              )}
              {output && (
                <PortView nodeId={id} port={output} isWired={wired.has(`output ${output.name}`)} />
              )}
            </div>
          ))}
        </div>
      )}
      {isNear && description !== undefined && (
        <NodeWidgets node={data.node} layout={layout} place="mat" />
      )}
      {isNear && description === undefined && (
        <p className="missing-note">Settings and wires are kept.</p>
      )}
      {isNear && <NodeResult node={data.node} description={description} ports={data.ports} />}
    </section>
  );
});

function stateOf(instead: StatusWords | undefined, run: string | undefined) {
  if (instead === MISSING) return 'missing';
  if (instead === BYPASSED) return 'bypassed';
  return instead === CHANGED ? 'changed' : run;
}

function labelOf(
  data: NodeViewData,
  instead: StatusWords | undefined,
  run: ReturnType<typeof useNodeRunFrame>,
): string {
  const status = instead ?? (run === undefined ? undefined : describeNodeRun(run));
  return status === undefined ? titleOf(data) : `${titleOf(data)}. ${status.words}`;
}
