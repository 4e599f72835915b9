import { CompletionModel } from './completion-model.ts';
import { EmbeddingModel } from './embedding-model.ts';
import { grammarOf } from './format-grammar.ts';
import { importEngine } from './import-engine.ts';
import type {
  InferenceEngine,
  LoadedModel,
  LoadOptions,
  ModelInformation,
} from './inference-engine.ts';
import { inspectModel } from './inspect-model.ts';
import type { Llama, LlamaBinding, LlamaModel, TemplateBinding } from './llama-binding.ts';
import { promptTextOf } from './prompt-text.ts';

/** Tokens that the engine takes in at once, as Ollama (`-b 512`). */
const BATCH_TOKENS = 512;

/**
 * The engine that runs GGUF models on this machine's processor, from a folder that has `node_modules/node-llama-cpp`.
 * Never compiles, never downloads, prints nothing. Rejects with a plain Error when the folder has no such engine, or
 * none for this machine.
 */
export async function createLlamaEngine({
  engineFolder,
}: {
  readonly engineFolder: string;
}): Promise<InferenceEngine> {
  const { binding, templates } = await importEngine(engineFolder);
  let lastProblem: string | undefined;
  const llama = await binding.getLlama({
    build: 'never',
    gpu: false,
    skipDownload: true,
    progressLogs: false,
    logLevel: 'error',
    logger: (_level, message) => {
      lastProblem = message.trim();
    },
    // No bound of its own: each model says how many it uses.
    maxThreads: 0,
  });
  return {
    inspect: inspectModel,
    load: async (file, options) => {
      options.signal.throwIfAborted();
      const information = await inspectModel(file);
      lastProblem = undefined;
      const model = await loadWeights(llama, file, options, () => lastProblem);
      try {
        return await makeModel({ binding, templates, llama, model, information }, options);
      } catch (error) {
        await model.dispose();
        throw error;
      }
    },
  };
}

async function loadWeights(
  llama: Llama,
  file: string,
  { signal }: LoadOptions,
  problem: () => string | undefined,
): Promise<LlamaModel> {
  try {
    return await llama.loadModel({ modelPath: file, gpuLayers: 0, loadSignal: signal });
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`the model cannot be loaded: ${problem() ?? why}`, { cause: error });
  }
}

interface Loaded {
  readonly binding: LlamaBinding;
  readonly templates: TemplateBinding;
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly information: ModelInformation;
}

async function makeModel(loaded: Loaded, options: LoadOptions): Promise<LoadedModel> {
  const { model, information } = loaded;
  const contextTokens = Math.min(
    options.contextLength,
    information.contextLength ?? options.contextLength,
  );
  return information.capabilities.includes('embedding')
    ? makeEmbeddingModel(model, contextTokens, options)
    : makeCompletionModel(loaded, contextTokens, options);
}

async function makeCompletionModel(
  { binding, templates, llama, model, information }: Loaded,
  contextTokens: number,
  { threads, signal }: LoadOptions,
): Promise<LoadedModel> {
  const promptText = promptTextOf(information.chatTemplate, templates, model.tokens);
  const context = await model.createContext({
    contextSize: contextTokens,
    batchSize: Math.min(BATCH_TOKENS, contextTokens),
    sequences: 1,
    threads,
    createSignal: signal,
  });
  return new CompletionModel({
    room: { model, promptText, contextTokens },
    sequence: context.getSequence(),
    sizeBytes: model.size + context.memoryUsage.ram,
    grammarState: async (format) =>
      new binding.LlamaGrammarEvaluationState({ model, grammar: await grammarOf(format, llama) }),
    dispose: () => model.dispose(),
  });
}

async function makeEmbeddingModel(
  model: LlamaModel,
  contextTokens: number,
  { threads, signal }: LoadOptions,
): Promise<LoadedModel> {
  const context = await model.createEmbeddingContext({
    // The engine wants one more than it is given.
    contextSize: contextTokens + 1,
    // A text is taken in whole: its tokens look at each other both ways.
    batchSize: contextTokens,
    threads,
    createSignal: signal,
  });
  return new EmbeddingModel({
    model,
    context,
    contextTokens,
    sizeBytes: model.size,
    dispose: () => model.dispose(),
  });
}
