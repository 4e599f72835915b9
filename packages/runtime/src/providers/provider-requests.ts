import type { NodeUsage } from '@nodetool-ai/graph';
import type { Message, ProviderTool, ToolCall } from './messages.ts';

/** `true`/`false`, or how much; a level goes only to models that think. */
export type ThinkSetting = boolean | 'low' | 'medium' | 'high' | 'max';

/**
 * A time that the daemon keeps a model loaded: seconds (negative = for ever, 0 = unload at once) or a text such as
 * `10m`; texts of digits alone are taken as seconds.
 */
export type KeepAlive = number | string;

/**
 * Which tools the model may or must call, enforced here because no daemon does: `auto` leaves it to the model, `none`
 * offers none, `required` (also written `any`) makes it call some tool, a name makes it call that tool.
 */
export type ToolChoice = 'auto' | 'none' | 'required' | 'any' | { readonly name: string };

/**
 * How many tokens of context the model is loaded with. `auto`: the larger of what it is loaded with now and the bucket
 * (4,096 doubled as often as needed) that holds the prompt and the reserve for the answer, at most what it was trained
 * for. `leave`: nothing is sent and the daemon decides. A number: exactly that.
 */
export type ContextLengthSetting = number | 'auto' | 'leave';

/** What may be set for one answer. Whatever is not given is left to the model's own settings. */
export interface GenerateRequest {
  /** Name of the model; without a tag, `latest` is meant. */
  readonly model: string;
  /** The conversation so far, oldest message first. */
  readonly messages: readonly Message[];
  /** Tools that the model may call. Absent or empty: none. */
  readonly tools?: readonly ProviderTool[];
  /** Which of the tools it may or must call. Default `auto`. */
  readonly toolChoice?: ToolChoice;
  /** Most tokens of the answer; a whole number. */
  readonly maxTokens?: number;
  /** How freely tokens are chosen: 0 = always the likeliest, from 0 up. */
  readonly temperature?: number;
  /** Choose only among the likeliest tokens that together have this probability, from 0 to 1. */
  readonly topP?: number;
  /** Choose only among so many of the likeliest tokens; a whole number, 0 = among all. */
  readonly topK?: number;
  /** Leave out tokens that are less likely than this fraction of the likeliest one, from 0 to 1. */
  readonly minP?: number;
  /**
   * Beginning of the random numbers; a whole number. The same one gives the same answer again, on the same machine and
   * model.
   */
  readonly seed?: number;
  /** Texts that end the answer. */
  readonly stop?: readonly string[];
  /**
   * Makes tokens that occurred already less likely, however often: from -2 to 2, 0 = not at all, below 0 = likelier.
   */
  readonly presencePenalty?: number;
  /** The same, the more the oftener a token occurred: from -2 to 2, 0 = not at all, below 0 = likelier. */
  readonly frequencyPenalty?: number;
  /** Divides the likelihood of tokens that occurred lately: from 1 up, 1 = not at all. */
  readonly repeatPenalty?: number;
  /** `json`, or a JSON Schema that the answer must follow. */
  readonly format?: 'json' | Readonly<Record<string, unknown>>;
  /** Whether or how much a model thinks before it answers. */
  readonly think?: ThinkSetting;
  /** How long the model stays loaded afterwards. Default: that of the provider. */
  readonly keepAlive?: KeepAlive;
  /** Context to load the model with, in tokens. Default `auto`. */
  readonly contextLength?: ContextLengthSetting;
  /** Refuse with CONTEXT_OVERFLOW instead of dropping a part of the prompt. Default false. */
  readonly strictContext?: boolean;
  /** Give the logarithm of each token's probability with the chunks. Default false. */
  readonly logprobs?: boolean;
  /** The likeliest tokens at each place, 0 to 20 of them; needs `logprobs`. Default: none. */
  readonly topLogprobs?: number;
  /** Further options of the daemon, by its own names, sent as they are. */
  readonly options?: Readonly<Record<string, unknown>>;
  /**
   * For the whole answer, in milliseconds, on top of the limits of the provider; then OLLAMA_TIMEOUT. 0 = none.
   * Default: none of its own.
   */
  readonly timeoutMs?: number;
  /** Ends the request and closes its socket. */
  readonly signal?: AbortSignal;
}

/** Why an answer ended. `length`: the limit of tokens or of the context was reached. */
export type DoneReason = 'stop' | 'length' | 'load' | 'unload' | 'other';

/** A part of the prompt did not reach the model. A figure that the daemon did not tell is absent. */
export interface PromptTruncation {
  /** Tokens of the whole prompt. */
  readonly promptTokens?: number | undefined;
  /** Tokens that reached the model. */
  readonly keptTokens?: number | undefined;
  /** Tokens that did not. */
  readonly lostTokens?: number | undefined;
}

/** Figures of one answer, see NodeUsage; and how it came about. */
export interface CallUsage extends NodeUsage {
  /** Why the answer ended; absent when the daemon did not tell. */
  readonly doneReason?: DoneReason | undefined;
  /**
   * Where there are several hosts, the name of the one that answered; `model` is the model that it ran. Else absent.
   */
  readonly host?: string | undefined;
  /** Context that was asked for, in tokens; absent when the daemon decided. */
  readonly contextLength?: number | undefined;
  /** Present only when a part of the prompt was left out. */
  readonly truncation?: PromptTruncation | undefined;
  /**
   * True when prompt and answer outgrew the context, so that the model forgot the beginning while it wrote; else
   * absent.
   */
  readonly contextShifted?: boolean | undefined;
  /** How the tools were called: by the daemon's own means, or by ours for a model that cannot. Absent without tools. */
  readonly toolMode?: 'native' | 'emulated' | undefined;
  /** Requests that were sent for this answer, when more than one: a call of a tool was asked for again. Else absent. */
  readonly requests?: number | undefined;
}

/** How likely a token was. */
export interface TokenLogprob {
  /** Text of the token. */
  readonly token: string;
  /** Natural logarithm of its probability: 0 = certain. */
  readonly logprob: number;
  /** The likeliest tokens at this place with their logarithms, when asked for. */
  readonly top?: readonly { readonly token: string; readonly logprob: number }[];
}

/** A piece of an answer. */
export interface Chunk {
  /** What tells it from a call of a tool. */
  readonly type: 'chunk';
  /** The next piece of the text. */
  readonly content: string;
  /** True when the content is thinking and not answer; else absent. */
  readonly thinking?: boolean;
  /** True on the last chunk and only there, else absent; it carries the usage, and its content may be empty. */
  readonly done?: boolean;
  /** Figures of the whole answer; absent but on the last chunk. */
  readonly usage?: CallUsage;
  /** Of the tokens of this chunk, when asked for. */
  readonly logprobs?: readonly TokenLogprob[];
}

/** What a stream gives: chunks, and tool calls before the last chunk. A tool call has no `type`. */
export type ProviderStreamItem = Chunk | (ToolCall & { readonly type?: undefined });

/** A whole answer. */
export interface GeneratedMessage extends Message {
  /** It goes into the history as it is. */
  readonly role: 'assistant';
  /** The text of the answer; empty when it only calls tools. */
  readonly content: string;
  /** Figures of the answer. */
  readonly usage: CallUsage;
}
