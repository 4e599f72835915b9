import type { z } from 'zod';
import type { ModelCapability, ModelFacts } from '../models/model-facts.ts';
import type { PortType } from '../ports/port-type.ts';
import type { NodeContextWith, NodeNeed } from './node-context.ts';
import type { NodeYield } from './node-yield.ts';
import type { PortValue } from './port-value.ts';

/** `value`: one value a run. `stream`: any number of values, in order, with backpressure. */
export type PortMode = 'value' | 'stream';

/** A port of a node. */
export interface PortDeclaration {
  readonly type: PortType;
  /** Default `value`. */
  readonly mode?: PortMode;
  readonly title?: string;
  readonly description?: string;
}

/** An input port. Without a wire it takes its value from the node's `data`, else `default`. */
export interface InputDeclaration extends PortDeclaration {
  /** Whether the node cannot run without a value. Default false. */
  readonly required?: boolean;
  readonly default?: unknown;
}

/** What a model setting of a node asks of the model. */
export interface ModelRequirement {
  readonly capability: ModelCapability;
}

/** Ports of a node as they are with its present settings. */
export interface ResolvedPorts {
  readonly inputs: Readonly<Record<string, InputDeclaration>>;
  readonly outputs: Readonly<Record<string, PortDeclaration>>;
}

/** Gives the facts of a model, if they are known without asking anybody. */
export type ModelFactsLookup = (provider: string, id: string) => ModelFacts | undefined;

/** What a node is, as data and types. Its code is beside it, see {@link NodeImplementation}. */
export interface NodeDeclaration {
  /** For example `nodetool.text.Generate`. */
  readonly type: string;
  /** Rises when the same inputs and settings may give another output. */
  readonly version: number;
  readonly title: string;
  /** First line: what it does. Further lines: details and search words. */
  readonly description: string;
  readonly inputs: Readonly<Record<string, InputDeclaration>>;
  readonly outputs: Readonly<Record<string, PortDeclaration>>;
  /** Settings. Inputs and settings share one namespace, so no name may stand in both. */
  readonly props: z.ZodObject;
  readonly needs: readonly NodeNeed[];
  /** `pure`: same input, same output. `seeded`: so with a fixed seed and model. `external`: may differ or act outside. */
  readonly effects: 'pure' | 'seeded' | 'external';
  /** Which of the settings name a model, and what it must be able to do. */
  readonly models?: Readonly<Record<string, ModelRequirement>>;
  /** `input`: a parameter of the workflow, named by its setting `name`, value in `value`. `output`: shows a result. */
  readonly role?: 'input' | 'output';
  /** Ports that depend on settings or on the chosen model. Pure and fast. */
  readonly resolvePorts?: (
    data: Readonly<Record<string, unknown>>,
    facts: ModelFactsLookup,
  ) => ResolvedPorts;
}

type InputValue<I extends InputDeclaration> = I extends { mode: 'stream' }
  ? AsyncIterable<PortValue<I['type']>>
  : I extends { required: true } | { default: {} }
    ? PortValue<I['type']>
    : PortValue<I['type']> | undefined;

/** The inputs that the code of a node gets: values, or async iterables for stream ports. */
export type InputsOf<D extends NodeDeclaration> = {
  readonly [K in keyof D['inputs']]: InputValue<D['inputs'][K]>;
};

/** The checked settings that the code of a node gets. */
export type PropsOf<D extends NodeDeclaration> = z.output<D['props']>;

/** The code of a node. It must end soon after `signal` aborts. */
export type NodeRun<D extends NodeDeclaration, Services extends object = object> = (run: {
  readonly inputs: InputsOf<D>;
  readonly props: PropsOf<D>;
  readonly context: NodeContextWith<Services, D['needs'][number]>;
  readonly signal: AbortSignal;
}) => AsyncGenerator<NodeYield, void, void>;

/** A node as the engine takes it: declaration and code, types forgotten. */
export interface NodeImplementation {
  readonly declaration: NodeDeclaration;
  readonly run: (run: {
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly props: Readonly<Record<string, unknown>>;
    readonly context: object;
    readonly signal: AbortSignal;
  }) => AsyncGenerator<NodeYield, void, void>;
}
