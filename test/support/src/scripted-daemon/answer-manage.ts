import { answerCreate } from './answer-create.ts';
import { answerPull } from './answer-pull.ts';
import { BlobShelf } from './blob-shelf.ts';
import type { InstalledModels } from './installed-models.ts';
import { findModel } from './scripted-models.ts';
import { jsonScript } from './script-step.ts';
import type { Script } from './script-step.ts';

/** A request that changes models. */
export interface ManageRequest {
  /** Method and path. */
  readonly route: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
}

const DONE: Script = [{ status: 200 }, { end: true }];

/** The routes that change models, with the words of a real daemon 0.34.2. */
export class ModelManagement {
  readonly #installed: InstalledModels;
  readonly #move: (fields: ManageRequest['fields']) => void;
  readonly #blobs = new BlobShelf();

  /** `move` is told of requests that load or unload a model. */
  constructor(installed: InstalledModels, move: (fields: ManageRequest['fields']) => void) {
    this.#installed = installed;
    this.#move = move;
  }

  /** The answer to a request, or undefined when it is about something else. */
  answer({ route, fields, bytes }: ManageRequest): Script | undefined {
    const blob = /^(HEAD|POST) \/api\/blobs\/(.*)$/.exec(route);
    if (blob !== null) return this.#blobs.answer(blob[1] ?? '', blob[2] ?? '', bytes);
    switch (route) {
      case 'POST /api/pull':
        return answerPull(fields, this.#installed);
      case 'POST /api/create':
        return answerCreate(fields, this.#installed, this.#blobs);
      case 'POST /api/copy':
        return this.#copy(fields);
      case 'DELETE /api/delete':
        return this.#delete(fields);
      case 'POST /api/generate':
        return this.#moveInMemory(fields);
      default:
        return this.#removed(fields);
    }
  }

  /** What is asked of a model that was here at first and was removed. */
  #removed({ model }: ManageRequest['fields']): Script | undefined {
    if (findModel(model) === undefined || this.#installed.find(model) !== undefined)
      return undefined;
    return jsonScript({ error: `model '${String(model)}' not found` }, 404);
  }

  #copy({ source, destination }: ManageRequest['fields']): Script {
    if (this.#installed.copy(source, destination)) return DONE;
    return jsonScript({ error: `model "${String(source)}" not found` }, 404);
  }

  #delete({ model }: ManageRequest['fields']): Script {
    if (this.#installed.remove(model)) return DONE;
    return jsonScript({ error: `model '${String(model)}' not found` }, 404);
  }

  /** A prompt of nothing loads or unloads; others are not played here. */
  #moveInMemory(fields: ManageRequest['fields']): Script | undefined {
    const { model: name, prompt = '', keep_alive: keepAlive } = fields;
    if (prompt !== '') return undefined;
    const model = this.#installed.find(name);
    if (model === undefined) return jsonScript({ error: `model '${String(name)}' not found` }, 404);
    const answer = { model: name, created_at: '2026-11-20T04:35:40.076188451Z', response: '' };
    const isEmbedder = !model.capabilities.includes('completion');
    if (isEmbedder && keepAlive !== 0)
      return jsonScript({ error: `"${String(name)}" does not support generate` }, 400);
    this.#move(fields);
    if (keepAlive === 0) return jsonScript({ ...answer, done: true, done_reason: 'unload' });
    return jsonScript({ ...answer, done: true, done_reason: 'load' });
  }
}
