import type { EventValue, PortType, ResolvedPorts } from '@nodetool-ai/graph';
import type { NodeRun } from '../run/node-run.ts';

/** What is shown of all that a node gave. */
export type ShownOutput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly type: PortType; readonly value: EventValue };

/** What says most comes first; a list says less than the one thing beside it. */
const ORDER: readonly PortType['kind'][] = [
  'text',
  'image',
  'any',
  'number',
  'boolean',
  'embedding',
  'json',
  'list',
];

/** The output that a node shows: its text while it streams, else the most telling value. */
export function pickOutput(ports: ResolvedPorts, run: NodeRun): ShownOutput | undefined {
  const names = Object.keys(ports.outputs).filter((name) => name !== 'thinking');
  const streamed = names.find((name) => run.texts[name] !== undefined);
  if (streamed !== undefined) return { kind: 'text', text: run.texts[streamed] ?? '' };
  const rank = (name: string) => {
    const index = ORDER.indexOf(ports.outputs[name]?.type.kind ?? 'any');
    return index === -1 ? ORDER.length : index;
  };
  const [best] = names
    .filter((name) => run.outputs[name] !== undefined)
    .toSorted((left, right) => rank(left) - rank(right));
  const value = best === undefined ? undefined : run.outputs[best];
  const type = best === undefined ? undefined : ports.outputs[best]?.type;
  if (value === undefined || type === undefined) return undefined;
  if ('inline' in value && typeof value.inline === 'string')
    return { kind: 'text', text: value.inline };
  return { kind: 'value', type, value };
}
