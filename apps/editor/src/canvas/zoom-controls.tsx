import { MiniMap, useReactFlow, useStore as useFlowStore } from '@xyflow/react';
import type { MiniMapNodeProps } from '@xyflow/react';
import { useDocument, useNodeRunPart } from '../tabs/tab-context.ts';

/** Above this number the map costs more than it shows. */
const MOST_IN_MAP = 2000;

/** The small map and the zoom, in the corner. */
export function ZoomControls() {
  const flow = useReactFlow();
  const zoom = useFlowStore(({ transform }) => Math.round(transform[2] * 100));
  const count = useDocument((state) => state.history.present.graph.nodes.length);
  return (
    <>
      {count > 0 && count <= MOST_IN_MAP && (
        <MiniMap
          className="mini-map"
          ariaLabel="Map of the workflow"
          nodeComponent={MapNode}
          pannable
          zoomable
          position="bottom-left"
        />
      )}
      <div
        className="zoom-controls"
        data-beside-map={(count > 0 && count <= MOST_IN_MAP) || undefined}
      >
        <button type="button" aria-label="Zoom out" onClick={() => void flow.zoomOut()}>
          −
        </button>
        <button type="button" aria-label="Zoom to 100 %" onClick={() => void flow.zoomTo(1)}>
          {zoom} %
        </button>
        <button type="button" aria-label="Zoom in" onClick={() => void flow.zoomIn()}>
          +
        </button>
        <button type="button" onClick={() => void flow.fitView({ padding: 0.15, maxZoom: 1 })}>
          Fit
        </button>
      </div>
    </>
  );
}

/** A node on the map: in colour when it runs or failed. */
function MapNode({ id, x, y, width, height }: MiniMapNodeProps) {
  const state = useNodeRunPart(id, (run) => run?.state);
  return <rect className="map-node" data-state={state} x={x} y={y} width={width} height={height} />;
}
