import { isRecord } from '@nodetool-ai/graph';
import { inlineReferences } from '../json-schema/inline-references.ts';
import type { ProviderTool } from '../providers/messages.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The tools that a text may call: what their names are and what their arguments are called. */
export class OfferedTools {
  readonly #parameters = new Map<string, Schema>();
  readonly #beginnings = new Set<string>();

  constructor(tools: readonly ProviderTool[]) {
    for (const { name, inputSchema = {} } of tools) {
      const { properties } = inlineReferences(inputSchema);
      this.#parameters.set(name, isRecord(properties) ? properties : {});
      for (let length = 1; length <= name.length; length += 1) {
        this.#beginnings.add(name.slice(0, length));
      }
    }
  }

  /** Whether this is the name of a tool. */
  has(name: string): boolean {
    return this.#parameters.has(name);
  }

  /** Whether the name of a tool begins so. */
  hasBeginning(text: string): boolean {
    return this.#beginnings.has(text);
  }

  /** The names of the arguments of a tool, in the order of its schema; `[]` when they are not known. */
  parametersOf(name: string): readonly string[] {
    return Object.keys(this.#parameters.get(name) ?? {});
  }

  /** The only type that the schema of an argument names, if it names one. */
  typeOf(name: string, parameter: string): string | undefined {
    const schemas = this.#parameters.get(name) ?? {};
    const schema = Object.hasOwn(schemas, parameter) ? schemas[parameter] : undefined;
    if (!isRecord(schema)) return undefined;
    const { type } = schema;
    return typeof type === 'string' ? type : undefined;
  }
}
