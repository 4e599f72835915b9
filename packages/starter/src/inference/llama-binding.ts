/** Number of a word piece in a model's vocabulary. */
export type Token = number;

/** The few special tokens of a vocabulary that are needed here; null when it has none. */
export interface SpecialTokens {
  readonly bos: Token | null;
  readonly eos: Token | null;
  readonly bosString: string | null;
  readonly eosString: string | null;
  readonly shouldPrependBosToken: boolean;
}

/** How the next token is chosen. */
export interface EvaluateOptions {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly minP: number;
  readonly seed: number;
  readonly repeatPenalty?: {
    readonly punishTokens: () => Token[];
    readonly maxPunishTokens: number;
    readonly penalty: number;
    readonly frequencyPenalty: number;
    readonly presencePenalty: number;
  };
  readonly grammarEvaluationState?: GrammarState;
  /** The token that ends the answer is handed out as well. */
  readonly yieldEogToken: true;
}

/** A token that was chosen; with its alternatives, the likeliest first, where they were asked for. */
export interface EvaluatedToken {
  readonly token: Token;
  readonly probabilities?: ReadonlyMap<Token, number>;
}

/** The tokens that a model has read. */
export interface LlamaSequence {
  /** How many. */
  readonly nextTokenIndex: number;
  /** Its state cannot be set back to an earlier token as it is. */
  readonly needsCheckpoints: boolean;
  eraseContextTokenRanges(
    ranges: readonly { readonly start: number; readonly end: number }[],
  ): Promise<void>;
  clearHistory(): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly Token[]): Promise<void>;
  evaluateWithMetadata(
    tokens: readonly Token[],
    metadata: { readonly probabilities: boolean },
    options: EvaluateOptions,
  ): AsyncGenerator<EvaluatedToken, void, void>;
}

/** Memory for what a model reads. */
export interface LlamaContext {
  /** Bytes of this process; an estimate. */
  readonly memoryUsage: { readonly ram: number };
  getSequence(): LlamaSequence;
}

/** The same for vectors. */
export interface LlamaEmbeddingContext {
  getEmbeddingFor(tokens: readonly Token[]): Promise<{ readonly vector: readonly number[] }>;
  calculateInputLength(tokens: readonly Token[]): number;
}

/** How a context is made. */
export interface ContextOptions {
  readonly contextSize: number;
  readonly batchSize: number;
  readonly threads: number;
  readonly createSignal: AbortSignal;
}

/** Weights in memory. */
export interface LlamaModel {
  readonly tokens: SpecialTokens;
  /** Bytes of the weights. */
  readonly size: number;
  tokenize(text: string, specialTokens: boolean): Token[];
  detokenize(
    tokens: readonly Token[],
    specialTokens?: boolean,
    lastTokens?: readonly Token[],
  ): string;
  isEogToken(token: Token): boolean;
  createContext(options: ContextOptions & { readonly sequences: 1 }): Promise<LlamaContext>;
  createEmbeddingContext(options: ContextOptions): Promise<LlamaEmbeddingContext>;
  /** Frees its contexts as well. */
  dispose(): Promise<void>;
}

/** A grammar that was read; only handed back. */
export type Grammar = object;

/** How far an answer has followed a grammar; only handed back. */
export type GrammarState = object;

/** The engine's own native library. */
export interface Llama {
  loadModel(options: {
    readonly modelPath: string;
    readonly gpuLayers: 0;
    readonly loadSignal: AbortSignal;
  }): Promise<LlamaModel>;
  /** Rejects when the text is no grammar. */
  createGrammar(options: { readonly grammar: string }): Promise<Grammar>;
}

/** What is used of node-llama-cpp 3.21. */
export interface LlamaBinding {
  getLlama(options: {
    readonly build: 'never';
    readonly gpu: false;
    readonly skipDownload: true;
    readonly progressLogs: false;
    readonly logLevel: 'error';
    readonly logger: (level: string, message: string) => void;
    readonly maxThreads: number;
  }): Promise<Llama>;
  readonly LlamaGrammarEvaluationState: new (options: {
    readonly model: LlamaModel;
    readonly grammar: Grammar;
  }) => GrammarState;
}

/** What is used of the interpreter of chat templates that node-llama-cpp brings along. */
export interface TemplateBinding {
  readonly Template: new (text: string) => {
    render(values: Readonly<Record<string, unknown>>): string;
  };
}
