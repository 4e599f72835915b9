import { isRecord } from '@nodetool-ai/graph';

/** What the body of a failed request says. */
export interface ErrorWords {
  /** The daemon's own words; undefined when the body is not the JSON of a daemon. */
  readonly text: string | undefined;
  /** For example `exceed_context_size_error`. */
  readonly type?: string;
  /** Length of a prompt that was too long, in tokens. */
  readonly promptTokens?: number;
  /** Context that the prompt did not fit into, in tokens. */
  readonly contextLength?: number;
  /** Where to sign in. */
  readonly signinUrl?: string;
}

/** Reads `{"error":…}` in all of its forms. Never throws. */
export function readErrorBody(body: string): ErrorWords {
  const parsed = parseRecord(body);
  return parsed === undefined ? { text: undefined } : readErrorFields(parsed);
}

/**
 * Reads the fields of an error body or of an error line: `error` is a text, an object with a `message`, or a text that
 * is itself the JSON of such an object (the engine's own error, handed on).
 */
export function readErrorFields(fields: Readonly<Record<string, unknown>>): ErrorWords {
  const { error } = fields;
  const signinUrl = safeSigninUrl(fields['signin_url']);
  const words = isRecord(error) ? readObject(error) : readText(error);
  return signinUrl === undefined ? words : { ...words, signinUrl };
}

function readText(error: unknown): ErrorWords {
  if (typeof error !== 'string')
    return { text: error === undefined ? undefined : JSON.stringify(error) };
  const nested = parseRecord(error)?.['error'];
  if (isRecord(nested)) return readObject(nested);
  return typeof nested === 'string' ? { text: nested } : { text: error };
}

function readObject(error: Readonly<Record<string, unknown>>): ErrorWords {
  const { message, type, n_prompt_tokens: promptTokens, n_ctx: contextLength } = error;
  return {
    text: typeof message === 'string' ? message : JSON.stringify(error),
    ...(typeof type === 'string' ? { type } : {}),
    ...(typeof promptTokens === 'number' ? { promptTokens } : {}),
    ...(typeof contextLength === 'number' ? { contextLength } : {}),
  };
}

/** Only Ollama's own page is shown as a place to sign in. */
function safeSigninUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const { protocol, hostname } = new URL(value);
  const isOllama = hostname === 'ollama.com' || hostname.endsWith('.ollama.com');
  return protocol === 'https:' && isOllama ? value : undefined;
}

function parseRecord(text: string): Record<string, unknown> | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
