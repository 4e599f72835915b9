import { createLlamaEngine } from '../../src/inference/llama-engine.ts';
import type {
  InferenceEnd,
  InferenceEngine,
  InferencePiece,
  InferenceRequest,
  LoadedModel,
} from '../../src/inference/inference-engine.ts';
import { provideEngine } from '../provided-engine.ts';
import type { ProvidedEngine } from '../provided-engine.ts';

export const provided: ProvidedEngine | string = await provideEngine();

/** Why tests of real inference cannot run, if they cannot. */
export const missing: string | undefined = typeof provided === 'string' ? provided : undefined;

export const never: AbortSignal = new AbortController().signal;

const engine: InferenceEngine | undefined =
  typeof provided === 'string' ? undefined : await createLlamaEngine(provided);

export function theEngine(): InferenceEngine {
  if (engine === undefined) throw new Error('these tests should have been skipped');
  return engine;
}

export async function loadModel(
  which: 'chatFile' | 'embedFile',
  contextLength = 1024,
): Promise<LoadedModel> {
  const file = typeof provided === 'string' ? '' : provided[which];
  // One thread: several wait for each other in a loop when others use the cores.
  return theEngine().load(file, { contextLength, threads: 1, signal: never });
}

export interface WholeAnswer {
  readonly text: string;
  readonly pieces: readonly InferencePiece[];
  readonly end: InferenceEnd;
}

type Asked = Partial<InferenceRequest> & { readonly user?: string };

/** An answer at temperature 0 of at most 24 tokens, where nothing else is said. */
export function requestOf({ user, options, ...rest }: Asked): InferenceRequest {
  return {
    prompt: { kind: 'chat', turns: [{ role: 'user', content: user ?? '' }] },
    signal: never,
    ...rest,
    options: { temperature: 0, num_predict: 24, ...options },
  };
}

export async function ask(model: LoadedModel, asked: Asked): Promise<WholeAnswer> {
  const answer = model.answer(requestOf(asked));
  const pieces: InferencePiece[] = [];
  for (;;) {
    const next = await answer.next();
    if (next.done === true)
      return { text: pieces.map(({ text }) => text).join(''), pieces, end: next.value };
    pieces.push(next.value);
  }
}
