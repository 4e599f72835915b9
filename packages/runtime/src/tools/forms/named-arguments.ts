import { isRecord } from '@nodetool-ai/graph';
import type { OfferedTools } from '../offered-tools.ts';
import { setMember } from '../values/set-member.ts';

/** An argument of a Python call: with its name, or at its place only. */
export interface GivenArgument {
  readonly key?: string;
  readonly value: unknown;
}

/**
 * Gives the arguments of a Python call by their names. Those without one get the name that the tool's schema has at
 * their place; behind a named one only when all before stand at their own places. Undefined when that is not clear: a
 * name given twice, or more arguments than the schema has.
 */
export function toNamedArguments(
  name: string,
  given: readonly GivenArgument[],
  offered: OfferedTools,
): Readonly<Record<string, unknown>> | undefined {
  const parameters = offered.parametersOf(name);
  const whole = wholeObject(name, given, offered);
  if (whole !== undefined) return whole;
  const args: Record<string, unknown> = {};
  let isInOrder = true;
  for (const [index, { key, value }] of given.entries()) {
    if (key === undefined && !isInOrder) return undefined;
    const parameter = key ?? parameters[index];
    if (parameter === undefined || Object.hasOwn(args, parameter)) return undefined;
    isInOrder &&= parameter === parameters[index];
    setMember(args, parameter, value);
  }
  return args;
}

/** Some models give all arguments as one object, as in JavaScript. */
function wholeObject(
  name: string,
  given: readonly GivenArgument[],
  offered: OfferedTools,
): Readonly<Record<string, unknown>> | undefined {
  const [only, ...others] = given;
  if (only === undefined || others.length > 0 || only.key !== undefined) return undefined;
  const { value } = only;
  if (!isRecord(value)) return undefined;
  const parameters = offered.parametersOf(name);
  const [first] = parameters;
  const type = first === undefined ? undefined : offered.typeOf(name, first);
  // Where an object may be the first argument itself, it is.
  if (type === undefined || type === 'object') return undefined;
  return Object.keys(value).every((key) => parameters.includes(key)) ? value : undefined;
}
