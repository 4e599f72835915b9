import { describePortType } from './describe-port-type.ts';
import type { PortType } from './port-type.ts';

/** Whether a wire from one port to another can work. */
export interface Compatibility {
  /** `unknown`: it may fit, and only the run can tell (the engine checks each value). */
  readonly answer: 'yes' | 'no' | 'unknown';
  /** Why, in words that can stand beside the wire. */
  readonly reason: string;
  /** What the target would take instead, when the answer is not `yes`. */
  readonly fits?: string;
}

const yes = (reason: string): Compatibility => ({ answer: 'yes', reason });

function no(source: PortType, target: PortType, why?: string): Compatibility {
  const reason =
    why ?? `${describePortType(source)} does not fit into ${describePortType(target)}.`;
  return { answer: 'no', reason, fits: describeWhatFits(target) };
}

function unknown(target: PortType, reason: string): Compatibility {
  return { answer: 'unknown', reason, fits: describeWhatFits(target) };
}

/** Kinds whose values are always JSON, so a `json` port takes them as they are. */
const JSON_KINDS = new Set<PortType['kind']>([
  'text',
  'number',
  'boolean',
  'embedding',
  'model',
  'document',
  'chunk',
]);

/**
 * The one answer to "may these two ports be wired", used by editor, validation and engine alike.
 *
 * A single value fits a list of its type (it becomes a list of one, and several wires into one list are collected in
 * the order of the edges); a number or boolean fits text (it is written out); JSON may turn out to be anything that is
 * JSON, so it is `unknown`; `any` is `unknown` as a source and takes everything as a target.
 */
export function checkCompatibility(source: PortType, target: PortType): Compatibility {
  if (target.kind === 'any') return yes('This input takes any value.');
  if (source.kind === 'any') {
    return unknown(
      target,
      `The source may send anything; only the run can tell whether it is ${describePortType(target)}.`,
    );
  }
  if (source.kind === 'list' && target.kind === 'list') return checkLists(source, target);
  if (target.kind === 'list') {
    const item = checkCompatibility(source, target.of);
    return item.answer === 'no'
      ? no(source, target)
      : { ...item, reason: `${item.reason} It becomes a list of one.` };
  }
  if (source.kind === 'list') return fromList(source, target);
  if (source.kind === 'embedding' && target.kind === 'embedding')
    return checkEmbeddings(source, target);
  if (source.kind === target.kind) return yes(`Both are ${describePortType(target)}.`);
  if (target.kind === 'text' && (source.kind === 'number' || source.kind === 'boolean')) {
    return yes(`A ${source.kind} is written out as text.`);
  }
  if (target.kind === 'json' && JSON_KINDS.has(source.kind))
    return yes(`${describePortType(source)} is JSON.`);
  if (source.kind === 'json' && JSON_KINDS.has(target.kind)) {
    return unknown(
      target,
      `JSON may hold ${describePortType(target)} or something else; only the run can tell.`,
    );
  }
  return no(source, target);
}

function checkLists(
  source: PortType & { kind: 'list' },
  target: PortType & { kind: 'list' },
): Compatibility {
  const item = checkCompatibility(source.of, target.of);
  if (item.answer === 'no') return no(source, target, `The items do not fit: ${item.reason}`);
  return item.answer === 'yes'
    ? yes(`Both are lists, and the items fit.`)
    : unknown(target, item.reason);
}

function fromList(source: PortType & { kind: 'list' }, target: PortType): Compatibility {
  if (target.kind !== 'json') {
    return no(source, target, `A whole list does not fit into one ${describePortType(target)}.`);
  }
  const item = checkCompatibility(source.of, target);
  if (item.answer === 'yes') return yes('A list of JSON values is JSON.');
  return item.answer === 'no' ? no(source, target) : unknown(target, item.reason);
}

function checkEmbeddings(
  source: PortType & { kind: 'embedding' },
  target: PortType & { kind: 'embedding' },
): Compatibility {
  if (
    source.dimensions !== undefined &&
    target.dimensions !== undefined &&
    source.dimensions !== target.dimensions
  ) {
    return no(
      source,
      target,
      `The vectors have ${source.dimensions} numbers, ${target.dimensions} are needed: they come from different models.`,
    );
  }
  if (source.digest !== undefined && target.digest !== undefined) {
    return source.digest === target.digest
      ? yes('The vectors come from the same model.')
      : no(source, target, 'The vectors come from different models and cannot be compared.');
  }
  if (source.model !== undefined && target.model !== undefined && source.model !== target.model) {
    return no(
      source,
      target,
      `The vectors come from ${source.model}, those of ${target.model} are needed.`,
    );
  }
  const isOpen = (asked: unknown, told: unknown) => asked !== undefined && told === undefined;
  if (isOpen(target.dimensions, source.dimensions)) {
    return unknown(target, 'The source does not say how long its vectors are.');
  }
  if (isOpen(target.digest, source.digest) || isOpen(target.model, source.model)) {
    return unknown(target, 'The source does not say which model makes its vectors.');
  }
  return yes('Both are embeddings.');
}

function describeWhatFits(target: PortType): string {
  if (target.kind === 'list')
    return `${describePortType(target)}, or one ${describePortType(target.of)}`;
  if (target.kind === 'text') return 'text, number or boolean';
  return describePortType(target);
}
