import { NodetoolError } from '@nodetool-ai/graph';
import type { NodeRun } from '@nodetool-ai/graph';
import { findJson } from '../../json/find-json.ts';
import { followPath } from '../../json/follow-path.ts';
import type { Followed } from '../../json/follow-path.ts';
import { parsePath } from '../../json/parse-path.ts';
import type { declaration } from './declare.ts';

/** Rejects with NODE_INPUT_INVALID, naming the step that failed, unless there is a fallback. */
export const run: NodeRun<typeof declaration> = async function* ({ inputs, props }) {
  const path = parsePath(props.path);
  if (!path.ok) throw new NodetoolError('NODE_INPUT_INVALID', `path: ${path.reason}.`);
  const json = typeof inputs.json === 'string' ? findJson(inputs.json) : found(inputs.json);
  const result: Followed = json.found
    ? followPath(json.value, path.steps)
    : { found: false, step: 0, reason: 'there is no JSON in the text' };
  if (result.found) {
    yield { kind: 'output', port: 'value', value: result.value };
    return;
  }
  if (props.fallback === undefined) {
    throw new NodetoolError('NODE_INPUT_INVALID', `${props.path}: ${result.reason}.`, {
      hint: 'Correct `path`, or give a `fallback` for when there is no value.',
    });
  }
  yield { kind: 'output', port: 'value', value: props.fallback };
};

const found = (value: unknown) => ({ found: true, value }) as const;
