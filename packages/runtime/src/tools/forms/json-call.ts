import { isRecord } from '@nodetool-ai/graph';
import type { OfferedTools } from '../offered-tools.ts';
import type { FoundCall, TextToolForm } from '../text-tool-call.ts';
import { valueFrom } from '../values/read-value.ts';

/** What the arguments of a call are called. */
const ARGUMENT_KEYS = ['arguments', 'parameters', 'args', 'input'] as const;
/** What may stand beside the name and the arguments. */
const OTHER_KEYS = ['id', 'type', 'index'];
const NAME_KEYS = ['name', 'tool', 'tool_name'] as const;

/** Whether an object with this key can be a call. */
export function isCallKey(key: string): boolean {
  return [...ARGUMENT_KEYS, ...OTHER_KEYS, ...NAME_KEYS, 'function'].includes(key);
}

/** Whether this is the key of a name of a tool. */
export function isNameKey(key: string): boolean {
  return NAME_KEYS.some((known) => known === key);
}

/**
 * Gives the call that a JSON object is, or undefined when it is none: its tool is not offered, it has members that no
 * call has, or its arguments are not one object (as such or as a JSON text). Without arguments it is a call only where
 * something else says so, such as a tag.
 */
export function toJsonCall(
  value: unknown,
  offered: Pick<OfferedTools, 'has'>,
  form: TextToolForm,
  needsArguments = true,
): FoundCall | undefined {
  if (!isRecord(value) || !Object.keys(value).every(isCallKey)) return undefined;
  const { function: called, ...rest } = value;
  if (isRecord(called)) {
    const isWrapped = Object.keys(rest).every((key) => OTHER_KEYS.includes(key));
    if (!isWrapped || Object.hasOwn(called, 'function')) return undefined;
    return toJsonCall(called, offered, form, needsArguments);
  }
  const names = NAME_KEYS.flatMap((key) => (key in rest ? [rest[key]] : []));
  if (called !== undefined) names.push(called);
  const [name, ...otherNames] = names;
  if (typeof name !== 'string' || otherNames.length > 0 || !offered.has(name)) return undefined;
  const given = ARGUMENT_KEYS.flatMap((key) => (key in rest ? [rest[key]] : []));
  if (given.length > 1 || (needsArguments && given.length === 0)) return undefined;
  const args = toArguments(given[0]);
  return args && { name, args, form };
}

function toArguments(given: unknown): Readonly<Record<string, unknown>> | undefined {
  // Tools without parameters are called with nothing at all by some models.
  if (given === undefined || given === null || given === '') return {};
  const value = typeof given === 'string' ? valueFrom(given, 'json') : given;
  return isRecord(value) ? value : undefined;
}
