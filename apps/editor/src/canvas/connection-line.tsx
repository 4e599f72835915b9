import type { ConnectionLineComponentProps } from '@xyflow/react';
import { useStore } from 'zustand';
import { wirePath } from '../geometry/wire-path.ts';
import { useConnecting } from './connecting-store.ts';
import type { FlowNode } from './flow-node.ts';
import { portColour } from './port-shape.tsx';

/** The wire that is being drawn: dashed, with a cross at the port, where it does not fit. */
export function ConnectionLine(props: ConnectionLineComponentProps<FlowNode>) {
  const { fromX, fromY, toX, toY, fromHandle, connectionStatus, toHandle } = props;
  const from = useStore(useConnecting(), (state) => state.from);
  const isOutput = fromHandle.type === 'source';
  const start = [fromX, fromY] as const;
  const end = [toX, toY] as const;
  const path = isOutput ? wirePath(start, end) : wirePath(end, start);
  const isRefused = connectionStatus === 'invalid' && toHandle !== null;
  return (
    <g className="wire">
      <path
        d={path}
        className="wire-line"
        data-refused={isRefused || undefined}
        style={{ stroke: from === undefined ? 'var(--text-2)' : portColour(from.type) }}
      />
      {isRefused && (
        <path
          className="refused-cross"
          d="M-6-6L6 6M6-6L-6 6"
          transform={`translate(${end[0]} ${end[1]})`}
        />
      )}
    </g>
  );
}
