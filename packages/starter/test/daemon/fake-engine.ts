import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { definedFields } from '@nodetool-ai/graph';
import { PromptTooLong } from '../../src/inference/inference-engine.ts';
import type {
  InferenceEnd,
  InferenceEngine,
  InferencePiece,
  InferenceRequest,
  LoadedModel,
  LoadOptions,
  ModelInformation,
} from '../../src/inference/inference-engine.ts';

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const withSpecial = (text: string) => wordsOf(text).length + 2;

/**
 * An engine without weights: a token is a word, an answer the last turn's words, a vector the letters of a text. It tells
 * `answering`, `piece`, `aborted`, `loaded` and `unloaded`, and waits where it is told to.
 */
export class FakeEngine extends EventEmitter implements InferenceEngine {
  /** Everything that it was told to do, in order: `load vec 512`, `answer hello`, `unload vec`. */
  readonly log: string[] = [];
  readonly requests: InferenceRequest[] = [];
  readonly loads: LoadOptions[] = [];
  /** Pieces of the next answers; by default the words of the prompt. */
  reply: ((request: InferenceRequest) => readonly string[]) | undefined;
  /** Called before each piece, from 0; what it throws, the answer throws. */
  beforePiece: (index: number, signal: AbortSignal) => Promise<void> | void = () => {};
  /** Called before each load. */
  beforeLoad: (signal: AbortSignal) => Promise<void> | void = () => {};
  inspections = 0;

  async inspect(file: string): Promise<ModelInformation> {
    this.inspections += 1;
    const information: ModelInformation = JSON.parse(await readFile(file, 'utf8'));
    return information;
  }

  async load(file: string, options: LoadOptions): Promise<LoadedModel> {
    const { architecture, contextLength = 0 } = await this.inspect(file);
    this.emit('loading', architecture);
    await this.beforeLoad(options.signal);
    const context = Math.min(options.contextLength, contextLength);
    this.#tell('loaded', `load ${architecture} ${context}`);
    this.loads.push(options);
    return {
      contextLength: context,
      sizeBytes: 1000 + context,
      answer: (request) => this.#answer(request, context),
      embed: async (text, { truncate }) => {
        if (withSpecial(text) > context && !truncate)
          throw new PromptTooLong(withSpecial(text), context);
        const kept = wordsOf(text).slice(0, context - 2);
        this.#tell('embedding', `embed ${kept[0] ?? ''}`);
        return { vector: vectorOf(kept.join(' ')), tokens: kept.length + 2 };
      },
      unload: async () => this.#tell('unloaded', `unload ${architecture}`),
    };
  }

  /** A promise of the next event of this name. */
  async next(event: string): Promise<void> {
    await once(this, event);
  }

  async *#answer(
    request: InferenceRequest,
    context: number,
  ): AsyncGenerator<InferencePiece, InferenceEnd, void> {
    const { prompt, options, signal, topLogprobs, truncate = true } = request;
    this.requests.push(request);
    const turns =
      prompt.kind === 'raw' ? [{ role: 'user', content: prompt.text }] : [...prompt.turns];
    const count = () => turns.reduce((sum, { content }) => sum + wordsOf(content).length, 0);
    const mayDrop = () => truncate && turns.filter(({ role }) => role !== 'system').length > 1;
    while (count() > context && mayDrop())
      turns.splice(
        turns.findIndex(({ role }) => role !== 'system'),
        1,
      );
    if (count() > context) throw new PromptTooLong(count(), context);
    const last = turns.at(-1)?.content ?? '';
    const pieces = this.reply?.(request) ?? wordsOf(last).map((word) => `${word} `);
    const most = Math.min(options.num_predict ?? Infinity, pieces.length);
    this.#tell('answering', `answer ${wordsOf(last)[0] ?? ''}`);
    for (const [index, text] of pieces.slice(0, most).entries()) {
      try {
        await this.beforePiece(index, signal);
        signal.throwIfAborted();
      } catch (error) {
        if (signal.aborted) this.#tell('aborted', 'abort');
        throw error;
      }
      this.emit('piece', index);
      const top = Array.from({ length: topLogprobs ?? 0 }, () => ({ token: text, logprob: -1 }));
      const logprobs = topLogprobs === undefined ? undefined : [{ token: text, logprob: -1, top }];
      yield definedFields({ text, logprobs });
    }
    return {
      reason: most < pieces.length ? 'length' : 'stop',
      promptTokens: count(),
      answerTokens: most,
      promptMs: 2,
      answerMs: 3.5,
    };
  }

  #tell(event: string, line: string): void {
    this.log.push(line);
    this.emit(event);
  }
}

/** Never resolves; rejects when the signal aborts. */
export async function untilAborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  await once(signal, 'abort');
  signal.throwIfAborted();
  throw new Error('not aborted');
}

/** Eight numbers of length 1 that depend on the letters. */
function vectorOf(text: string): readonly number[] {
  const sums = Array.from({ length: 8 }, () => 1);
  for (const letter of text) {
    const place = (letter.codePointAt(0) ?? 0) % sums.length;
    sums[place] = (sums[place] ?? 0) + 1;
  }
  const length = Math.hypot(...sums);
  return sums.map((value) => value / length);
}
