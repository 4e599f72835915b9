import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import type { ErrorCode, NodetoolErrorOptions } from '@nodetool-ai/graph';

/** What is known about a failed request. */
export interface FailedRequest {
  /** HTTP status; 200 for an error line within a stream. */
  readonly status: number;
  /** The whole body, or the `error` text of a line. */
  readonly body: string;
  readonly model?: string | undefined;
}

/** Words of the daemon that stand in messages at most. */
const MOST_CHARACTERS = 500;

/** The daemon's own words tell more than its status: first match wins. */
const RULES: readonly { readonly words: RegExp; readonly code: ErrorCode }[] = [
  {
    words:
      /exceed_context_size|exceeds the context length|longer than the context length|available context size/i,
    code: 'CONTEXT_OVERFLOW',
  },
  {
    words: /requires more system memory|out of memory|cudamalloc failed|failed to allocate/i,
    code: 'MODEL_OUT_OF_MEMORY',
  },
  { words: /llama-server binary not found|llama-quantize unavailable/i, code: 'OLLAMA_INCOMPLETE' },
  {
    words:
      /does not support|do(es)? not support (embeddings|multimodal)|image input is not supported/i,
    code: 'MODEL_LACKS_CAPABILITY',
  },
  {
    words: /failed to parse (xml|json|tool)|tool call.*pars|XML syntax error/i,
    code: 'TOOL_CALL_INVALID',
  },
  {
    words: /illegal base64|failed to load image|failed to decode image|invalid image/i,
    code: 'IMAGE_INVALID',
  },
  { words: /NaN or Inf|unsupported value: NaN/i, code: 'EMBEDDING_INVALID' },
  {
    words:
      /model runner has unexpectedly stopped|error was encountered while running the model|process has terminated|timed out waiting for llama-server|do embedding request: .*(EOF|reset)|error starting/i,
    code: 'MODEL_CRASHED',
  },
  { words: /token repeat limit/i, code: 'OLLAMA_STREAM_TRUNCATED' },
  { words: /model ["'].*["'] not found|try pulling it first/i, code: 'MODEL_NOT_FOUND' },
];

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'OLLAMA_UNAUTHORIZED',
  403: 'OLLAMA_FORBIDDEN',
  429: 'OLLAMA_RATE_LIMITED',
  501: 'MODEL_LACKS_CAPABILITY',
  503: 'OLLAMA_BUSY',
};

/** Gives the error for a failed request: code by the daemon's words, else by status; its words and status are kept. */
export function toDaemonError(request: FailedRequest): NodetoolError {
  const { status, model } = request;
  if (status >= 300 && status < 400)
    return new NodetoolError('OLLAMA_REDIRECT_REFUSED', undefined, { details: { status } });
  const words = readWords(request.body);
  const isPage = words.text === undefined;
  if (isPage && status === 404 && request.body.startsWith('404 page not found')) {
    return new NodetoolError(
      'OLLAMA_REQUEST_FAILED',
      'The daemon does not know this request; it may be too old.',
      {
        hint: 'Update Ollama.',
        details: { status },
      },
    );
  }
  const text = (words.text ?? describeBody(request.body)).slice(0, MOST_CHARACTERS);
  const code =
    (isPage ? undefined : RULES.find((rule) => rule.words.test(text))?.code) ??
    BY_STATUS[status] ??
    'OLLAMA_REQUEST_FAILED';
  const details = {
    status,
    daemonMessage: text,
    ...(model === undefined ? {} : { model }),
    ...words.details,
  };
  const message =
    code === 'MODEL_NOT_FOUND' && model !== undefined
      ? `The model ${model} is not installed.`
      : describeMessage(text, status, isPage);
  return new NodetoolError(code, message, { details, ...remedy(code, model, words.signinUrl) });
}

function describeMessage(text: string, status: number, isPage: boolean): string {
  if (text === '') return `The daemon answered with status ${status} and no words.`;
  return isPage ? `The address answered with status ${status}: ${text}` : text;
}

function remedy(
  code: ErrorCode,
  model: string | undefined,
  signinUrl: string | undefined,
): NodetoolErrorOptions {
  if (code === 'MODEL_NOT_FOUND' && model !== undefined) {
    return {
      hint: `Pull it with \`ollama pull ${model}\`.`,
      action: { kind: 'pull-model', subject: model },
    };
  }
  if (code === 'OLLAMA_UNAUTHORIZED' && signinUrl !== undefined)
    return { hint: `Sign in: ${signinUrl}` };
  if (code === 'OLLAMA_BUSY') return { action: { kind: 'retry' } };
  if (code === 'MODEL_LACKS_CAPABILITY' && model !== undefined)
    return { action: { kind: 'choose-model' } };
  return {};
}

interface DaemonWords {
  /** Undefined when the body is not the daemon's JSON. */
  readonly text: string | undefined;
  readonly signinUrl?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

function readWords(body: string): DaemonWords {
  const parsed = parseRecord(body);
  if (parsed === undefined) return { text: undefined };
  const signinUrl =
    typeof parsed['signin_url'] === 'string' ? { signinUrl: parsed['signin_url'] } : {};
  const error = parsed['error'];
  if (typeof error === 'string') return { ...unwrap(error), ...signinUrl };
  return { ...unwrap(JSON.stringify({ error })), ...signinUrl };
}

/** The engine's own error comes as JSON within the text: `{"error":{"message":…,"type":…,"n_ctx":…}}`. */
function unwrap(text: string): DaemonWords {
  const nested = parseRecord(text)?.['error'];
  if (!isRecord(nested)) return { text: hidePaths(text) };
  const message = typeof nested['message'] === 'string' ? nested['message'] : text;
  const type = typeof nested['type'] === 'string' ? nested['type'] : undefined;
  const details: Record<string, unknown> = {};
  if (typeof nested['n_prompt_tokens'] === 'number')
    details['promptTokens'] = nested['n_prompt_tokens'];
  if (typeof nested['n_ctx'] === 'number') details['contextLength'] = nested['n_ctx'];
  return {
    text: hidePaths(type === 'exceed_context_size_error' ? `${message} (${type})` : message),
    details,
  };
}

/** Folders of the daemon's machine are nobody's business. */
function hidePaths(text: string): string {
  return text.replaceAll(/(?<![\w:/])(?:\/[\w.@-]+){2,}|[A-Za-z]:\\[^\s"]+/g, '…');
}

function parseRecord(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function describeBody(body: string): string {
  const isHtml = /^\s*<(!doctype|html)/i.test(body);
  return isHtml ? 'a web page, not an answer of Ollama' : body.trim().slice(0, 200);
}
