import { describePortType } from '@nodetool-ai/graph';
import { IconExclamationCircle } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { findBridge } from '../catalog/find-bridge.ts';
import { useWorkspace } from '../workspace.ts';
import { useConnecting } from './connecting-store.ts';
import type { Refusal } from './connecting-store.ts';
import { PortShape } from './port-shape.tsx';

/** What can be done about a refusal. */
export interface RefusalCardProps {
  readonly onBridge: (refusal: Refusal, bridge: NonNullable<ReturnType<typeof findBridge>>) => void;
}

/** Why a wire does not fit, what each side is, and what would. */
export function RefusalCard({ onBridge }: RefusalCardProps) {
  const { catalog } = useWorkspace();
  const connecting = useConnecting();
  const refusal = useStore(connecting, (state) => state.refusal);
  const bridge = useMemo(
    () => refusal && findBridge(catalog.nodes, refusal.source.type, refusal.target.type),
    [catalog, refusal],
  );
  if (refusal === undefined) return null;
  const { source, target, reason, fits, at } = refusal;
  return (
    <div
      className="float refusal"
      role="alert"
      data-released={refusal.isReleased || undefined}
      style={{
        left: Math.min(at.x, innerWidth - 360),
        top: Math.min(at.y + 16, innerHeight - 200),
      }}
    >
      <div className="refusal-title">
        <IconExclamationCircle size={16} stroke={1.5} aria-hidden="true" />
        <b>Does not fit</b>
      </div>
      <p>
        <PortShape type={source.type} size={12} /> <b>{source.port}</b> gives{' '}
        {describePortType(source.type)}; <PortShape type={target.type} size={12} />{' '}
        <b>{target.port}</b> takes {fits ?? describePortType(target.type)}.
      </p>
      <p className="quiet">{reason}</p>
      {refusal.isReleased && (
        <div className="buttons">
          {bridge !== undefined && (
            <button type="button" className="button main" onClick={() => onBridge(refusal, bridge)}>
              Put {bridge.node.title} between
            </button>
          )}
          <button
            type="button"
            className="button"
            onClick={() => connecting.setState({ refusal: undefined })}
          >
            Close
          </button>
        </div>
      )}
    </div>
  );
}
