import type { PortOutputs } from '@nodetool-ai/engine';

/**
 * What is printed of a node's outputs: text as it is, everything else as JSON in one line. Of several ports only the
 * first is printed (the others tell about it; `--json` has them all).
 */
export function printedValues(outputs: PortOutputs): readonly string[] {
  const [value] = Object.entries(outputs)
    .filter(([port]) => port !== 'thinking')
    .map(([, given]) => given);
  if (value === undefined) return [];
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}
