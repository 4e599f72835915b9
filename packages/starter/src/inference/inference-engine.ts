/** Options of an answer, in Ollama's words. What is absent is left to the engine's default, which is Ollama's. */
export interface SamplingOptions {
  readonly temperature?: number;
  readonly top_k?: number;
  readonly top_p?: number;
  readonly min_p?: number;
  readonly repeat_penalty?: number;
  readonly repeat_last_n?: number;
  readonly presence_penalty?: number;
  readonly frequency_penalty?: number;
  readonly seed?: number;
  /** Most tokens of the answer; -1 or absent: until the context is full. */
  readonly num_predict?: number;
  readonly stop?: readonly string[];
}

/** One turn of a conversation, as the engine's chat template gets it. */
export interface ChatTurn {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
}

/** What an answer is made from: a conversation, a prompt put into the template, or a raw one. */
export type InferencePrompt =
  | { readonly kind: 'chat'; readonly turns: readonly ChatTurn[] }
  | { readonly kind: 'raw'; readonly text: string };

/** One answer to make. */
export interface InferenceRequest {
  readonly prompt: InferencePrompt;
  readonly options: SamplingOptions;
  /** `json`: any JSON; an object: a JSON Schema. Absent: free text. */
  readonly format?: 'json' | Readonly<Record<string, unknown>>;
  /** False: a prompt that does not fit is refused (PromptTooLong). Default true: the oldest turns but the system's are left out. */
  readonly truncate?: boolean;
  /** True: at the full context the oldest half is forgotten and the answer goes on. False: it ends with `length`. Default true. */
  readonly shift?: boolean;
  /** How many alternatives of each token are told beside it; absent: no logprobs. */
  readonly topLogprobs?: number;
  /** Ends the answer at the next token; the stream then throws the reason of the signal. */
  readonly signal: AbortSignal;
}

/** The probability of a token, natural logarithm. */
export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
  readonly top: readonly { readonly token: string; readonly logprob: number }[];
}

/** A piece of an answer; never cut within a character, never a part of a stop text. */
export interface InferencePiece {
  readonly text: string;
  readonly logprobs?: readonly TokenLogprob[];
}

/** How an answer came to its end, and what it cost. */
export interface InferenceEnd {
  readonly reason: 'stop' | 'length';
  /** Tokens of the prompt as they were read, the template's included. */
  readonly promptTokens: number;
  readonly answerTokens: number;
  /** From the start to the first token of the answer. */
  readonly promptMs: number;
  /** From there to the end. */
  readonly answerMs: number;
}

/** A vector and what its text cost. */
export interface InferenceVector {
  /** Of length 1. */
  readonly vector: readonly number[];
  /** Tokens that were read, the special ones included. */
  readonly tokens: number;
}

/** What the header of a GGUF file says. */
export interface ModelInformation {
  /** `general.architecture`, for example `llama` or `bert`. */
  readonly architecture: string;
  readonly capabilities: readonly ('completion' | 'embedding')[];
  /** Keys as in the file; arrays are null, the chat template and the name are left out. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The file's own template; absent when it has none. */
  readonly chatTemplate?: string;
  /** Tokens that the model was trained for. */
  readonly contextLength?: number;
  readonly embeddingLength?: number;
  /** For example `Q4_1`. */
  readonly quantization?: string;
  /** Number of weights. */
  readonly parameterCount?: number;
}

/** A prompt that does not fit into the context, where it may not be cut. */
export class PromptTooLong extends Error {
  override readonly name = 'PromptTooLong';
  readonly promptTokens: number;
  readonly contextTokens: number;

  constructor(promptTokens: number, contextTokens: number) {
    super(`the prompt has ${promptTokens} tokens, the context ${contextTokens}`);
    this.promptTokens = promptTokens;
    this.contextTokens = contextTokens;
  }
}

/** A schema or grammar that the engine cannot follow. The message says which part. */
export class FormatUnsupported extends Error {
  override readonly name = 'FormatUnsupported';
}

/** A model in memory. Answers are made one at a time; the caller sees to that. */
export interface LoadedModel {
  /** Tokens of the context that it was loaded with. */
  readonly contextLength: number;
  /** Bytes of memory that file and context take, as well as is known. */
  readonly sizeBytes: number;
  /** The last piece is followed by the end as the generator's return value. Throws PromptTooLong, FormatUnsupported. */
  answer(request: InferenceRequest): AsyncGenerator<InferencePiece, InferenceEnd, void>;
  /** Throws PromptTooLong for a text that does not fit when `truncate` is false; else the text is cut. */
  embed(
    text: string,
    options: { readonly truncate: boolean; readonly signal: AbortSignal },
  ): Promise<InferenceVector>;
  /** Leaves memory. */
  unload(): Promise<void>;
}

/** How a model is loaded. */
export interface LoadOptions {
  /** Tokens of the context; bounded by what the model was trained for. */
  readonly contextLength: number;
  /** Threads of the processor, at least 1. */
  readonly threads: number;
  readonly signal: AbortSignal;
}

/** What runs models. The one implementation stands on node-llama-cpp; tests of the protocol hand in their own. */
export interface InferenceEngine {
  /** Reads the header only. Rejects when the file is not a GGUF or is cut. */
  inspect(file: string): Promise<ModelInformation>;
  /** Rejects when the file cannot be loaded. */
  load(file: string, options: LoadOptions): Promise<LoadedModel>;
}
