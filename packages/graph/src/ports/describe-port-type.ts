import type { PortType } from './port-type.ts';

/** Gives the type as a person reads it: `list of text`, `embedding (384 numbers, all-minilm)`. */
export function describePortType(type: PortType): string {
  if (type.kind === 'list') return `list of ${describePortType(type.of)}`;
  if (type.kind === 'embedding') {
    const facts = [
      type.dimensions === undefined ? undefined : `${type.dimensions} numbers`,
      type.model,
    ].filter((fact) => fact !== undefined);
    return facts.length > 0 ? `embedding (${facts.join(', ')})` : 'embedding';
  }
  return type.kind;
}
