import { useReactFlow } from '@xyflow/react';
import type { Connection, FinalConnectionState, OnConnectStartParams } from '@xyflow/react';
import { useMemo } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { workflowOf } from '../document/document-store.ts';
import { judgeWire } from '../document/judge-wire.ts';
import { findPort } from '../document/node-ports.ts';
import type { PortsByNode } from '../document/node-ports.ts';
import type { OpenTab } from '../tabs/open-tab.ts';
import { NOT_CONNECTING } from './connecting-store.ts';
import type { ConnectingState, OpenEnd } from './connecting-store.ts';
import { fittingPorts } from './fitting-ports.ts';
import type { FlowEdge, FlowNode } from './flow-node.ts';
import { drawWire } from './mat-commands.ts';

/** What the handlers work on. */
export interface ConnectingInput {
  readonly tab: OpenTab;
  readonly ports: PortsByNode;
  readonly connecting: StoreApi<ConnectingState>;
  /** A wire was let go over the empty mat. */
  readonly onDropped: (end: OpenEnd, at: { x: number; y: number }) => void;
}

/** Marks a state as begun: what fits stays bright. */
export function beginConnecting(
  { tab, ports, connecting }: Pick<ConnectingInput, 'tab' | 'ports' | 'connecting'>,
  from: OpenEnd,
): void {
  const fits = fittingPorts(workflowOf(tab.document), ports, from);
  connecting.setState({
    ...NOT_CONNECTING,
    from,
    fits: new Set(fits.map(({ key }) => key)),
    nodes: new Set([from.nodeId, ...fits.map(({ nodeId }) => nodeId)]),
  });
}

/** The end of a wire at a port, or undefined when there is no such port. */
export function openEnd(
  ports: PortsByNode,
  nodeId: string,
  side: 'input' | 'output',
  port: string,
): OpenEnd | undefined {
  const here = ports.get(nodeId);
  const declared = side === 'output' ? findPort(here?.outputs, port) : findPort(here?.inputs, port);
  return declared && { nodeId, side, port, type: declared.type };
}

/** What happens while a wire is drawn with a pointer. */
export function useConnectingHandlers(input: ConnectingInput) {
  const { tab, ports, connecting, onDropped } = input;
  const flow = useReactFlow<FlowNode, FlowEdge>();
  return useMemo(() => {
    const judge = ({ source, sourceHandle, target, targetHandle }: Connection | FlowEdge) =>
      judgeWire(
        workflowOf(tab.document),
        ports,
        { nodeId: source, port: sourceHandle ?? '' },
        { nodeId: target, port: targetHandle ?? '' },
      );
    return {
      isValidConnection: (connection: Connection | FlowEdge) => judge(connection).answer !== 'no',
      onConnectStart: (
        _event: MouseEvent | TouchEvent,
        { nodeId, handleId, handleType }: OnConnectStartParams,
      ) => {
        const side = handleType === 'target' ? 'input' : 'output';
        const from = openEnd(ports, nodeId ?? '', side, handleId ?? '');
        if (from !== undefined) beginConnecting({ tab, ports, connecting }, from);
      },
      onConnect: ({ source, sourceHandle, target, targetHandle }: Connection) => {
        drawWire(
          tab.document,
          ports,
          { nodeId: source, port: sourceHandle ?? '' },
          { nodeId: target, port: targetHandle ?? '' },
        );
      },
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        const { from } = connecting.getState();
        connecting.setState(NOT_CONNECTING);
        const at = pointOf(event);
        if (from === undefined || state.isValid === true) return;
        if (state.toHandle !== null) {
          const end = openEnd(
            ports,
            state.toHandle.nodeId,
            state.toHandle.type === 'target' ? 'input' : 'output',
            state.toHandle.id ?? '',
          );
          if (end === undefined || end.side === from.side) return;
          const [source, target] = from.side === 'output' ? [from, end] : [end, from];
          const judgement = judge({
            source: source.nodeId,
            sourceHandle: source.port,
            target: target.nodeId,
            targetHandle: target.port,
          });
          const { reason, fits } = judgement;
          connecting.setState({
            refusal: {
              source,
              target,
              reason,
              at,
              isReleased: true,
              ...(fits === undefined ? {} : { fits }),
            },
          });
          return;
        }
        const isOverNode =
          event.target instanceof Element && event.target.closest('.react-flow__node') !== null;
        if (!isOverNode) onDropped(from, at);
      },
      toFlow: flow.screenToFlowPosition,
    };
  }, [tab, ports, connecting, onDropped, flow]);
}

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}
