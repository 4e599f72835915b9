import { NodetoolError } from '../errors/nodetool-error.ts';
import type { NodeDeclaration, NodeImplementation, NodeRun } from './node-declaration.ts';

/** Names that would reach into the prototype of an object or into the engine. */
const RESERVED_NAME = /^(__.*|constructor|prototype|toString|valueOf)$/;
const TYPE_NAME = /^[a-z][a-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)+$/;

/**
 * Checks a declaration when it is made and gives it back with its exact type.
 * Throws NODE_FAILED for a mistake in the declaration: it is a mistake of the node's author.
 */
export function defineNode<const D extends NodeDeclaration>(declaration: D): D {
  const wrong = findMistake(declaration);
  if (wrong !== undefined)
    throw new NodetoolError(
      'NODE_FAILED',
      `The declaration of ${declaration.type} is wrong: ${wrong}`,
    );
  return declaration;
}

/** Joins a declaration and its code into what a pack exports. */
export function implementNode<D extends NodeDeclaration, Services extends object>(
  declaration: D,
  run: NodeRun<D, Services>,
): NodeImplementation {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the engine checks inputs and settings against the declaration before it calls the code, so the types hold
  return { declaration, run: run as unknown as NodeImplementation['run'] };
}

function findMistake(declaration: NodeDeclaration): string | undefined {
  if (!TYPE_NAME.test(declaration.type)) return 'the type must look like `pack.group.Name`';
  if (!Number.isInteger(declaration.version) || declaration.version < 1)
    return 'version must be 1 or more';
  const inputs = Object.keys(declaration.inputs);
  const props = Object.keys(declaration.props.shape);
  const names = [...inputs, ...props, ...Object.keys(declaration.outputs)];
  const reserved = names.find((name) => RESERVED_NAME.test(name));
  if (reserved !== undefined) return `\`${reserved}\` is a reserved name`;
  const twice = inputs.find((name) => props.includes(name));
  if (twice !== undefined) return `\`${twice}\` is both an input and a setting`;
  const noProp = Object.keys(declaration.models ?? {}).find((name) => !props.includes(name));
  if (noProp !== undefined) return `\`models\` names \`${noProp}\`, which is not a setting`;
  if (declaration.role === 'input' && !props.includes('name'))
    return 'an input node needs a setting `name`';
  return undefined;
}
