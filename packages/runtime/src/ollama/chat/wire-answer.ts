/**
 * The fields of an answer of `/api/chat` that are read. All are unknown until they are looked at: proxies and other
 * daemons send odd things. Fields that are not named are ignored, so that a newer daemon cannot break us.
 */
export interface WireAnswer {
  readonly model?: unknown;
  readonly message?: {
    readonly content?: unknown;
    readonly thinking?: unknown;
    readonly tool_calls?: unknown;
  } | null;
  readonly done?: unknown;
  readonly logprobs?: unknown;
  readonly done_reason?: unknown;
  readonly load_duration?: unknown;
  readonly total_duration?: unknown;
  readonly prompt_eval_count?: unknown;
  readonly prompt_eval_duration?: unknown;
  readonly eval_count?: unknown;
  readonly eval_duration?: unknown;
}
