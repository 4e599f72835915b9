import { isRecord } from '@nodetool-ai/graph';
import { answerChat } from './answer-chat.ts';
import { answerEmbed } from './answer-embed.ts';
import { answerPs, answerShow, answerTags } from './answer-models.ts';
import { findModel } from './scripted-models.ts';
import { jsonScript } from './script-step.ts';
import type { Script } from './script-step.ts';

/** Answers as a real daemon 0.34.2 with the test models does; knows which of them are loaded. */
export class TruthfulDaemon {
  readonly #loaded = new Map<string, number>();

  /** What a real daemon would send on this request. */
  answer(method: string, path: string, body: unknown): Script {
    const fields = isRecord(body) ? body : {};
    const route = `${method} ${path}`;
    switch (route) {
      case 'GET /':
        return [
          { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' } },
          { send: 'Ollama is running' },
        ];
      case 'GET /api/version':
        return jsonScript({ version: '0.34.2' });
      case 'GET /api/tags':
        return answerTags();
      case 'POST /api/show':
        return answerShow(fields);
      case 'GET /api/ps':
        return answerPs(this.#loaded);
      case 'POST /api/chat':
        this.#load(fields);
        return answerChat(fields);
      case 'POST /api/embed':
        this.#load(fields);
        return answerEmbed(fields);
      default:
        return [
          { status: 404, headers: { 'content-type': 'text/plain' } },
          { send: '404 page not found' },
        ];
    }
  }

  #load(body: Readonly<Record<string, unknown>>): void {
    const model = findModel(body['model']);
    if (model === undefined) return;
    const options = isRecord(body['options']) ? body['options'] : {};
    const contextLength = typeof options['num_ctx'] === 'number' ? options['num_ctx'] : 4096;
    const leaves = body['keep_alive'] === 0 || body['keep_alive'] === '0';
    if (leaves) this.#loaded.delete(model.name);
    else this.#loaded.set(model.name, Math.min(contextLength, model.contextLength));
  }
}
