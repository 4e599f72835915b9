import { NodetoolError } from '@nodetool-ai/graph';
import type { NodeRun } from '@nodetool-ai/graph';
import { followPath } from '../../json/follow-path.ts';
import type { declaration } from './declare.ts';
import { parseTemplate } from './parse-template.ts';
import { valueAsText } from './value-as-text.ts';

/**
 * Rejects with NODE_INPUT_MISSING for a placeholder without a value. Values are put in once: braces in them are
 * ordinary text.
 */
export const run: NodeRun<typeof declaration> = async function* ({ inputs, props }) {
  const parts = parseTemplate(props.template).map((part) =>
    part.kind === 'text' ? part.text : valueOf(part.source, part.path, inputs),
  );
  yield { kind: 'output', port: 'text', value: parts.join('') };
};

function valueOf(
  source: string,
  path: readonly string[],
  inputs: Readonly<Record<string, unknown>>,
): string {
  const [input = '', ...keys] = path;
  const value = Object.hasOwn(inputs, input) ? inputs[input] : undefined;
  if (value === undefined || value === null) {
    throw new NodetoolError('NODE_INPUT_MISSING', `${source} has no value.`, {
      hint: `Wire the input ${input} or give it a value.`,
    });
  }
  const steps = keys.map((name) => ({ kind: 'name', name }) as const);
  const followed = followPath(value, steps);
  if (followed.found) return valueAsText(source, followed.value);
  throw new NodetoolError('NODE_INPUT_MISSING', `${source} has no value: ${followed.reason}.`);
}
