/** Why nothing visible happens, as far as it is known. */
export type WaitPhase = 'queued' | 'loading' | 'reading' | 'thinking' | 'answering';

/** Figures of one node, from the provider. A figure that the provider did not give is absent. */
export interface NodeUsage {
  /** The model that answered, as the provider names it. */
  readonly model?: string | undefined;
  /** Tokens of the prompt that the model read. */
  readonly promptTokens?: number | undefined;
  /** Tokens that the model wrote, thinking among them. */
  readonly outputTokens?: number | undefined;
  /** Tokens written for each second of writing. */
  readonly tokensPerSecond?: number | undefined;
  /** Milliseconds in which the model was loaded. */
  readonly loadMs?: number | undefined;
  /** Milliseconds in which the prompt was read. */
  readonly promptMs?: number | undefined;
  /** Milliseconds in which the answer was written. */
  readonly outputMs?: number | undefined;
  /** Milliseconds of the whole request, as the provider counts them. */
  readonly totalMs?: number | undefined;
}

/** What a node yields while it runs. */
export type NodeYield =
  /** The next piece of a text stream: it travels on the wires of the port and is shown as it comes. */
  | { readonly kind: 'delta'; readonly port: string; readonly text: string }
  /** The value of a value port (once), or the next item of a stream port. */
  | { readonly kind: 'output'; readonly port: string; readonly value: unknown }
  /** What the node is waiting for. */
  | {
      readonly kind: 'wait';
      readonly phase: WaitPhase;
      readonly model?: string;
      readonly detail?: string;
    }
  | { readonly kind: 'log'; readonly level: 'info' | 'warning'; readonly message: string }
  | { readonly kind: 'usage'; readonly usage: NodeUsage };
