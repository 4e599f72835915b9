import { z } from 'zod';
import type { InputDeclaration, NodeDeclaration, PortDeclaration } from './node-declaration.ts';

/** A declaration as plain data, for `node info --json`, HTTP and the editor. */
export interface NodeDescription extends Omit<NodeDeclaration, 'props' | 'resolvePorts'> {
  readonly inputs: Readonly<Record<string, InputDeclaration>>;
  readonly outputs: Readonly<Record<string, PortDeclaration>>;
  /** The settings as JSON Schema (draft 2020-12), with defaults and bounds. */
  readonly props: Readonly<Record<string, unknown>>;
  /** True when ports depend on settings; ask for them with the node's data. */
  readonly hasDynamicPorts: boolean;
}

/** Gives the declaration as plain data. */
export function describeNode(declaration: NodeDeclaration): NodeDescription {
  const { props, resolvePorts, ...rest } = declaration;
  return {
    ...rest,
    props: z.toJSONSchema(props, { io: 'input' }),
    hasDynamicPorts: resolvePorts !== undefined,
  };
}
