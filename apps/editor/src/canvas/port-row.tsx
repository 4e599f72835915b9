import { Handle, Position } from '@xyflow/react';
import { describePortType } from '@nodetool-ai/graph';
import { useStore } from 'zustand';
import type { PlacedPort } from '../geometry/node-layout.ts';
import { portKey, useConnecting } from './connecting-store.ts';
import { PortShape } from './port-shape.tsx';

/** A port of a node on the mat. */
export interface PortProps {
  readonly nodeId: string;
  readonly port: PlacedPort;
  readonly isWired: boolean;
}

/** A port: its shape on the border, its name inside. */
export function PortView({ nodeId, port, isWired }: PortProps) {
  const key = portKey(nodeId, port.side, port.name);
  const connecting = useConnecting();
  const fits = useStore(connecting, (state) => state.fits.has(key));
  const isAimed = useStore(connecting, (state) => state.aimed === key);
  const { declaration } = port;
  const isNeeded = 'required' in declaration && declaration.required && !isWired;
  const title = `${declaration.title ?? port.name}: ${describePortType(declaration.type)}`;
  const { type } = declaration;
  const dimensions = type.kind === 'embedding' ? type.dimensions : undefined;
  return (
    <div className="port" data-side={port.side}>
      <Handle
        type={port.side === 'input' ? 'target' : 'source'}
        position={port.side === 'input' ? Position.Left : Position.Right}
        id={port.name}
        className="port-handle"
        data-fits={fits || undefined}
        data-aimed={isAimed || undefined}
        title={title}
        role="img"
        aria-label={`${port.side} ${title}`}
      >
        <PortShape type={type} isOpen={!isWired} />
      </Handle>
      <span className="port-name cut" title={declaration.description}>
        {(declaration.title ?? port.name).toLowerCase()}
      </span>
      {dimensions !== undefined && <em>{dimensions}</em>}
      {isNeeded && <em className="needed">needed</em>}
    </div>
  );
}
