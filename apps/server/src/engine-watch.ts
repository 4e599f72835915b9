import { freemem, totalmem } from 'node:os';
import { isNodetoolError, NodetoolError, toErrorShape } from '@nodetool-ai/graph';
import type { EngineReport, ModelFacts, ModelFactsLookup } from '@nodetool-ai/graph';
import {
  completeModelName,
  isLocalProviderAllowed,
  isLoopback,
  PROVIDER_IDS,
  resolveOllamaUrl,
} from '@nodetool-ai/runtime';
import type { RuntimeContext } from './runtime-context.ts';
import { StarterProvider } from './starter/starter-provider.ts';

/** Several pages that ask at once share one question to the daemon. */
const FRESH_MS = 500;

/** Asks the daemon how it is and which models it has, and remembers what it said of them. */
export class EngineWatch {
  #last: EngineReport | undefined;
  #asking: Promise<EngineReport> | undefined;
  #known = new Map<string, ModelFacts>();

  /** What is known of a model without asking: from the last list. */
  readonly facts: ModelFactsLookup = (provider, id) =>
    this.#known.get(`${provider} ${completeModelName(id)}`);

  /** The report of now. Never rejects. */
  async report(context: RuntimeContext): Promise<EngineReport> {
    if (this.#last !== undefined && Date.now() - this.#last.askedAt < FRESH_MS) return this.#last;
    this.#asking ??= this.#ask(context).finally(() => {
      this.#asking = undefined;
    });
    this.#last = await this.#asking;
    return this.#last;
  }

  /** The next report asks anew: the address was changed. */
  forget(): void {
    this.#last = undefined;
  }

  async #ask(context: RuntimeContext): Promise<EngineReport> {
    const report = await this.#askEngine(context);
    if (!isLocalProviderAllowed(context.environment)) return report;
    // Asked last: by now it is known how the engine is.
    return { ...report, starter: await context.starter.report() };
  }

  async #askEngine({ environment, secrets, services }: RuntimeContext): Promise<EngineReport> {
    const askedAt = Date.now();
    try {
      const provider = await services.providers.get(PROVIDER_IDS.OLLAMA);
      const source =
        provider instanceof StarterProvider
          ? 'starter engine'
          : (await resolveOllamaUrl(environment, (name) => secrets.get(name))).source;
      const status = await provider.status();
      const base = { ...status, source, askedAt, ...memoryOf(status.url) };
      if (status.state !== 'ready' && status.state !== 'incomplete') return base;
      const answering = { ...base, kind: kindOf(status.version) };
      try {
        const models = await provider.listModelFacts();
        this.#known = new Map(models.map((model) => [`${model.provider} ${model.id}`, model]));
        return { ...answering, models };
      } catch (error) {
        return { ...answering, modelsError: toErrorShape(error, 'OLLAMA_REQUEST_FAILED') };
      }
    } catch (error) {
      const known = isNodetoolError(error) ? error : new NodetoolError('SERVER_FAILED');
      const state = known.code === 'PROVIDER_NOT_AVAILABLE' ? 'absent' : 'http-error';
      return { state, askedAt, cause: known.message, remedy: known.hint };
    }
  }
}

/** The starter engine says so at the end of its version. */
function kindOf(version: string | undefined): NonNullable<EngineReport['kind']> {
  return version?.endsWith('-starter') === true ? 'starter' : 'ollama';
}

function memoryOf(url: string): Pick<EngineReport, 'memory'> {
  return isLoopback(url) ? { memory: { totalBytes: totalmem(), freeBytes: freemem() } } : {};
}
