import type { PortDeclaration } from '../nodes/node-declaration.ts';
import { checkCompatibility } from './compatibility.ts';
import type { Compatibility } from './compatibility.ts';
import { port } from './port-type.ts';

/**
 * Whether an output may be wired to an input, types and modes together. A value into a stream is a stream of one; a
 * text stream into a text value is joined when it ends; any stream into a list value is collected when it ends; any
 * other stream into a single value is refused, because all but one item would be lost.
 */
export function checkWire(source: PortDeclaration, target: PortDeclaration): Compatibility {
  const streams = source.mode === 'stream';
  if (!streams || target.mode === 'stream') return checkCompatibility(source.type, target.type);
  if (source.type.kind === 'text') return checkCompatibility(port.text, target.type);
  if (target.type.kind === 'list') return checkCompatibility(port.list(source.type), target.type);
  if (target.type.kind === 'any' || target.type.kind === 'json') {
    return checkCompatibility(port.list(source.type), target.type);
  }
  return {
    answer: 'no',
    reason: 'The source sends many values, the input takes one: the others would be lost.',
    fits: 'a list, or an input that takes a stream',
  };
}
