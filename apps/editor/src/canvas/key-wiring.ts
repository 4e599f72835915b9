import type { StoreApi } from 'zustand/vanilla';
import { workflowOf } from '../document/document-store.ts';
import type { DocumentStore } from '../document/document-store.ts';
import type { PortsByNode } from '../document/node-ports.ts';
import { NOT_CONNECTING } from './connecting-store.ts';
import type { ConnectingState } from './connecting-store.ts';
import { fittingPorts } from './fitting-ports.ts';
import { drawWire } from './mat-commands.ts';
import { beginConnecting, openEnd } from './use-connecting-handlers.ts';
import type { ConnectingInput } from './use-connecting-handlers.ts';

/** Begins a wire at a node: at its first output, and each further time at the next. Gives what is to be said. */
export function beginKeyWire(
  input: Pick<ConnectingInput, 'tab' | 'ports' | 'connecting'>,
  nodeId: string,
): string {
  const { ports, connecting } = input;
  const outputs = Object.keys(ports.get(nodeId)?.outputs ?? {});
  const { from } = connecting.getState();
  const next = from?.nodeId === nodeId ? outputs.indexOf(from.port) + 1 : 0;
  const port = outputs[next % outputs.length];
  const end = port === undefined ? undefined : openEnd(ports, nodeId, 'output', port);
  if (end === undefined) return 'This node has no output.';
  beginConnecting(input, end);
  const first = aimAt(connecting, ports, 0);
  return `Wire from ${nodeId} ${end.port}. ${first}`;
}

/** Aims at the next fitting port (1), the one before (-1) or the first (0). Gives what is to be said. */
export function aimAt(
  connecting: StoreApi<ConnectingState>,
  ports: PortsByNode,
  step: number,
): string {
  const { fits, aimed } = connecting.getState();
  const keys = [...fits];
  if (keys.length === 0) return 'No port fits. Escape ends.';
  const now = aimed === undefined ? 0 : keys.indexOf(aimed);
  const key = keys[(now + step + keys.length) % keys.length] ?? '';
  connecting.setState({ aimed: key });
  const [nodeId = '', , port = ''] = key.split(' ');
  const title = ports.get(nodeId)?.inputs[port]?.title ?? port;
  return `To ${nodeId}, ${title}. Enter joins, arrows choose another of ${keys.length}.`;
}

/** Joins the wire to the port that is aimed at. Gives what is to be said. */
export function joinAimed(
  connecting: StoreApi<ConnectingState>,
  document: DocumentStore,
  ports: PortsByNode,
): string {
  const { from, aimed } = connecting.getState();
  connecting.setState(NOT_CONNECTING);
  if (from === undefined || aimed === undefined) return 'No wire.';
  const target = fittingPorts(workflowOf(document), ports, from).find(({ key }) => key === aimed);
  if (target === undefined) return 'No wire.';
  drawWire(document, ports, from, target);
  return `Wired ${from.nodeId} to ${target.nodeId}.`;
}
