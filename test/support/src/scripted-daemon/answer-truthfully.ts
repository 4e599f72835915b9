import { isRecord } from '@nodetool-ai/graph';
import { answerChat } from './answer-chat.ts';
import { answerEmbed, answerOpenAiEmbeddings } from './answer-embed.ts';
import { ModelManagement } from './answer-manage.ts';
import { answerPs, answerShow, answerTags } from './answer-models.ts';
import { expiryOf } from './expiry-of.ts';
import type { LoadedScriptedModel } from './expiry-of.ts';
import { InstalledModels } from './installed-models.ts';
import { jsonScript } from './script-step.ts';
import type { Script } from './script-step.ts';

/** Answers as a real daemon 0.34.2 with the test models does; knows which of them are loaded. */
export class TruthfulDaemon {
  readonly #loaded = new Map<string, LoadedScriptedModel>();
  readonly #installed = new InstalledModels();
  readonly #management = new ModelManagement(this.#installed, (fields) => this.#load(fields));

  /** What a real daemon would send on this request; `bytes` are those of its body. */
  answer(method: string, path: string, body: unknown, bytes: Uint8Array): Script {
    const given = isRecord(body) ? body : {};
    const route = `${method} ${path}`;
    const managed = this.#management.answer({ route, fields: given, bytes });
    if (managed !== undefined) return managed;
    const model = this.#installed.scriptOf(given['model']);
    const fields = given['model'] === undefined ? given : { ...given, model };
    switch (route) {
      case 'GET /':
        return [
          { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' } },
          { send: 'Ollama is running' },
        ];
      case 'GET /api/version':
        return jsonScript({ version: '0.34.2' });
      case 'GET /api/tags':
        return answerTags(this.#installed.list());
      case 'POST /api/show':
        return answerShow(given, this.#installed.find(given['model']));
      case 'GET /api/ps':
        return answerPs(this.#loaded, (name) => this.#installed.find(name)?.digest);
      case 'POST /api/chat':
        this.#load(given);
        return answerChat(fields);
      case 'POST /api/embed':
        this.#load(given);
        return answerEmbed(fields);
      case 'POST /v1/embeddings':
        // That route hands nothing on but the model.
        this.#load({ model: given['model'] });
        return answerOpenAiEmbeddings(fields);
      default:
        return [
          { status: 404, headers: { 'content-type': 'text/plain' } },
          { send: '404 page not found' },
        ];
    }
  }

  #load(body: Readonly<Record<string, unknown>>): void {
    const model = this.#installed.find(body['model']);
    if (model === undefined) return;
    const options = isRecord(body['options']) ? body['options'] : {};
    const contextLength = typeof options['num_ctx'] === 'number' ? options['num_ctx'] : 4096;
    const before = this.#loaded.get(model.name);
    const keepAlive = body['keep_alive'] ?? before?.keepAlive ?? '10m';
    const expiresAt = expiryOf(keepAlive);
    if (expiresAt === undefined) this.#unload(model.digest);
    else {
      const context = Math.min(contextLength, model.contextLength);
      this.#loaded.set(model.name, { contextLength: context, keepAlive, expiresAt });
    }
  }

  /** Copies of a model share what is in memory. */
  #unload(digest: string): void {
    for (const name of this.#loaded.keys())
      if (this.#installed.find(name)?.digest === digest) this.#loaded.delete(name);
  }
}
