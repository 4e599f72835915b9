import { isNodetoolError } from '@nodetool-ai/graph';
import { FormatUnsupported, PromptTooLong } from '../inference/inference-engine.ts';
import { ApiRefusal } from './api-refusal.ts';

/** An error on the wire. */
export interface AnswerError {
  readonly status: number;
  readonly text: string;
}

/** Puts an error into Ollama's words: its engine's own errors are JSON within the text. */
export function answerError(error: unknown): AnswerError {
  if (error instanceof ApiRefusal) return { status: error.status, text: error.message };
  if (error instanceof PromptTooLong)
    return nested({
      code: 400,
      message: `request (${error.promptTokens} tokens) exceeds the available context size (${error.contextTokens} tokens), try increasing it`,
      type: 'exceed_context_size_error',
      n_prompt_tokens: error.promptTokens,
      n_ctx: error.contextTokens,
    });
  if (error instanceof FormatUnsupported)
    return nested({
      code: 400,
      message: `Field 'json_schema': "json_schema": JSON schema conversion failed:\n${error.message}`,
      type: 'invalid_request_error',
    });
  const cause = error instanceof Error ? error.message : String(error);
  if (isNodetoolError(error)) return { status: 500, text: cause };
  return { status: 500, text: `an error was encountered while running the model: ${cause}` };
}

/** Images and formats are refused so. */
export function nestedRefusal(message: string): ApiRefusal {
  const { status, text } = nested({ code: 400, message, type: 'invalid_request_error' });
  return new ApiRefusal(status, text);
}

function nested(error: Readonly<Record<string, unknown>>): AnswerError {
  return { status: 400, text: JSON.stringify({ error }) };
}
