import { createHash } from 'node:crypto';
import { SCRIPTED_MODELS } from './scripted-models.ts';
import type { ScriptedModel } from './scripted-models.ts';

/** A model under a name, and whose script it plays. */
interface InstalledModel {
  readonly model: ScriptedModel;
  /** Name of the model of the scripted daemon that it answers like. */
  readonly playsLike: string;
}

/** The models of one scripted daemon: those of SCRIPTED_MODELS first, then what was copied, made and removed. */
export class InstalledModels {
  readonly #models = new Map<string, InstalledModel>(
    SCRIPTED_MODELS.map((model) => [model.name, { model, playsLike: model.name }]),
  );

  /** As `/api/tags` orders them. */
  list(): readonly ScriptedModel[] {
    return [...this.#models.values()].map(({ model }) => model);
  }

  /** The model of that name, `latest` being meant where no tag is given. */
  find(name: unknown): ScriptedModel | undefined {
    return this.#models.get(completeName(name))?.model;
  }

  /** The name whose script is played; the name itself where no such model is. */
  scriptOf(name: unknown): unknown {
    const full = completeName(name);
    const script = this.#models.get(full)?.playsLike ?? full;
    return script === full ? name : script;
  }

  /** The same model under another name; copies have the same digest. */
  copy(source: unknown, destination: unknown): boolean {
    const original = this.#models.get(completeName(source));
    if (original === undefined) return false;
    const name = completeName(destination);
    this.#models.set(name, { ...original, model: { ...original.model, name } });
    return true;
  }

  /** A new model that answers like one of SCRIPTED_MODELS. */
  add(name: unknown, like: ScriptedModel): void {
    const full = completeName(name);
    const digest = createHash('sha256').update(`${full} like ${like.name}`).digest('hex');
    const playsLike = String(this.scriptOf(like.name));
    this.#models.set(full, { model: { ...like, name: full, digest }, playsLike });
  }

  /** Puts a model of SCRIPTED_MODELS back. */
  restore(model: ScriptedModel): void {
    this.#models.set(model.name, { model, playsLike: model.name });
  }

  /** False when there was none. */
  remove(name: unknown): boolean {
    return this.#models.delete(completeName(name));
  }
}

function completeName(name: unknown): string {
  const text = typeof name === 'string' ? name : '';
  return text.slice(text.lastIndexOf('/') + 1).includes(':') ? text : `${text}:latest`;
}
