import { completeModelName } from '../ollama/facts/model-name.ts';
import type { ModelOverride } from './model-override.ts';

/** What a person says of models, by their names. */
export class ModelOverrides {
  readonly #exact = new Map<string, ModelOverride>();
  /** Beginnings of names, the shortest first. */
  readonly #beginnings: readonly (readonly [string, ModelOverride])[];

  /** Names without a tag mean `:latest`; a name that ends with `*` means all that begin with what stands before it. */
  constructor(entries: Iterable<readonly [string, ModelOverride]> = []) {
    const beginnings: [string, ModelOverride][] = [];
    for (const [name, override] of entries) {
      if (name.endsWith('*')) beginnings.push([name.slice(0, -1), override]);
      else this.#exact.set(completeModelName(name), override);
    }
    this.#beginnings = beginnings.toSorted(([one], [other]) => one.length - other.length);
  }

  /**
   * What is said of a model, or undefined. Each fact is taken from the entry that names the model most exactly: its own
   * name, then the longest beginning.
   */
  find(model: string): ModelOverride | undefined {
    const name = completeModelName(model);
    const said = this.#beginnings
      .filter(([beginning]) => name.startsWith(beginning))
      .map(([, override]) => override);
    const own = this.#exact.get(name);
    if (own !== undefined) said.push(own);
    return said.length === 0 ? undefined : Object.assign({}, ...said);
  }
}

/** Of no model anything is said. */
export const NO_OVERRIDES = new ModelOverrides();
