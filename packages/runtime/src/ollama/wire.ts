/** The fields of a daemon's answers that are used here. Others are ignored, so that a newer daemon cannot break us. */
export interface ChatLine {
  readonly message?: {
    readonly content?: string;
    readonly thinking?: string;
    readonly tool_calls?: readonly WireToolCall[];
  };
  readonly done?: boolean;
  readonly done_reason?: string;
  readonly error?: unknown;
  readonly model?: string;
  readonly load_duration?: number;
  readonly total_duration?: number;
  readonly prompt_eval_count?: number;
  readonly prompt_eval_duration?: number;
  readonly eval_count?: number;
  readonly eval_duration?: number;
}

/** A tool call as the daemon sends it. */
export interface WireToolCall {
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: unknown };
}
