import { useStore as useFlowStore } from '@xyflow/react';
import type { EdgeProps } from '@xyflow/react';
import { memo, useCallback, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { MEASURES } from '../geometry/measures.ts';
import { wirePath } from '../geometry/wire-path.ts';
import { useNodeRunPart, useTab } from '../tabs/tab-context.ts';
import { useConnecting } from './connecting-store.ts';
import type { FlowEdge } from './flow-node.ts';
import { portColour } from './port-shape.tsx';

/** A wire ends at the middle of a port, the canvas gives the edge of its hit area. */
const INSET = MEASURES.handle / 2;
/** Below this zoom a wire is a plain line. */
export const TINY_ZOOM = 0.3;
/** A wire that goes back passes this far below the nodes. */
const BELOW = 24;

/** A wire on the mat, in the colour of what it carries; double for a list, blocks travel while values do. */
export const Wire = memo(function WireInner(props: EdgeProps<FlowEdge>) {
  const { id, source, target, sourceX, sourceY, targetX, targetY, selected, data } = props;
  const { run } = useTab();
  const isFlowing = useSyncExternalStore(
    useCallback((listener) => run.subscribeFlow(id, listener), [run, id]),
    () => run.isFlowing(id),
  );
  const isDead = useNodeRunPart(
    source,
    (node) => node?.state === 'failed' || node?.state === 'skipped',
  );
  const isQuiet = useStore(useConnecting(), (state) => state.from !== undefined);
  const below = useFlowStore(({ nodeLookup }) =>
    [source, target].reduce((lowest, nodeId) => {
      const node = nodeLookup.get(nodeId);
      const bottom = (node?.internals.positionAbsolute.y ?? 0) + (node?.measured.height ?? 0);
      return Math.max(lowest, bottom);
    }, -Infinity),
  );
  const isTiny = useFlowStore(({ transform }) => transform[2] < TINY_ZOOM);
  if (data === undefined) return null;
  const path = wirePath([sourceX - INSET, sourceY], [targetX + INSET, targetY], below + BELOW);
  const colour = portColour(data.type);
  if (isTiny) return <path d={path} className="wire-line" fill="none" style={{ stroke: colour }} />;
  const isList = data.type.kind === 'list';
  const middle = { x: (sourceX + targetX) / 2, y: (sourceY + targetY) / 2 };
  return (
    <g className="wire" data-quiet={isQuiet || undefined} data-dead={isDead || undefined}>
      {selected && <path d={path} className="wire-selected" />}
      <path d={path} className="wire-gap" data-list={isList || undefined} />
      <path
        d={path}
        className="wire-line"
        data-list={isList || undefined}
        style={{ stroke: colour }}
      />
      {isList && <path d={path} className="wire-core" />}
      {isFlowing && <path d={path} className="wire-flow" style={{ stroke: colour }} />}
      {isDead && (
        <g className="wire-cross" transform={`translate(${middle.x} ${middle.y})`}>
          <circle r="8" />
          <path d="M-4-4L4 4M4-4L-4 4" />
        </g>
      )}
      <path d={path} className="react-flow__edge-interaction wire-hit">
        <title>{data.title}</title>
      </path>
    </g>
  );
});
