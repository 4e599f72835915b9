import { ERROR_CATALOGUE, NodetoolError } from '@nodetool-ai/graph';
import type { ErrorCode, NodetoolErrorOptions } from '@nodetool-ai/graph';
import { explainCloudRefusal } from './cloud-refusal.ts';
import type { CloudRefusal } from './cloud-refusal.ts';
import { isWebPage, showableText } from './daemon-text.ts';
import { readErrorBody } from './error-body.ts';
import type { ErrorWords } from './error-body.ts';
import { ERROR_RULES } from './error-rules.ts';
import type { ErrorRule } from './error-rules.ts';
import { lacksCapability } from '../facts/lacks-capability.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';

/** What was asked of whom. */
export interface ErrorContext {
  readonly connection: OllamaConnection;
  /** For example `/api/chat`. */
  readonly path: string;
  /** The model that was asked for. */
  readonly model?: string | undefined;
}

/** An answer that is not a success. */
export interface FailedAnswer {
  readonly status: number;
  readonly contentType: string;
  /** The beginning of the body. */
  readonly body: string;
}

/** Statuses that say more than the words beside them. */
const FIRST_BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'OLLAMA_UNAUTHORIZED',
  403: 'OLLAMA_FORBIDDEN',
  429: 'OLLAMA_RATE_LIMITED',
};

/**
 * Gives the error for an answer that is not a success: by its status, else by the daemon's words. `details` hold
 * `status`, `daemonMessage`, `model` and what the daemon told in figures. Words are kept to 500 characters, without
 * keys and folders; a web page is never passed off as words of Ollama.
 */
export function daemonError(answer: FailedAnswer, context: ErrorContext): NodetoolError {
  const words = readErrorBody(answer.body);
  return words.text === undefined
    ? foreignError(answer, context)
    : ollamaError(words, answer.status, context);
}

/** Gives the error for an `error` line within an answer that had begun with status 200. */
export function daemonLineError(words: ErrorWords, context: ErrorContext): NodetoolError {
  return ollamaError(words, undefined, context);
}

function ollamaError(
  words: ErrorWords,
  status: number | undefined,
  context: ErrorContext,
): NodetoolError {
  const { connection, path, model } = context;
  const text = connection.hideKey(showableText(words.text ?? ''));
  const rule = ruleFor(words, status, model !== undefined);
  const details = {
    url: connection.url,
    path,
    daemonMessage: text,
    ...(status === undefined ? {} : { status }),
    ...(model === undefined ? {} : { model }),
    ...(words.promptTokens === undefined ? {} : { promptTokens: words.promptTokens }),
    ...(words.contextLength === undefined ? {} : { contextLength: words.contextLength }),
  };
  if (rule.code === 'MODEL_LACKS_CAPABILITY' && model !== undefined && rule.capability)
    return lacksCapability(model, rule.capability, details);
  const { url, isCloud } = connection;
  const cloud = explainCloudRefusal(rule.code, words, { status, model, url, isCloud });
  const { meaning = describe(rule.code, words, context), ...explained }: Partial<CloudRefusal> =
    cloud ?? remedy(rule.code, model);
  const message = `${meaning} Ollama says: ${text === '' ? 'nothing' : text}`;
  return new NodetoolError(rule.code, message, {
    ...explained,
    details: { ...details, ...explained.details },
  });
}

function ruleFor(
  words: ErrorWords,
  status: number | undefined,
  hasModel: boolean,
): Pick<ErrorRule, 'code' | 'capability'> {
  const byStatus = status === undefined ? undefined : FIRST_BY_STATUS[status];
  if (byStatus !== undefined) return { code: byStatus };
  const told = `${words.text} ${words.type ?? ''}`;
  const rule = ERROR_RULES.find(
    (candidate) =>
      candidate.words.test(told) && (candidate.status === undefined || candidate.status === status),
  );
  if (rule !== undefined) return rule;
  if (status === 404 && hasModel) return { code: 'MODEL_NOT_FOUND' };
  if (status === 501) return { code: 'MODEL_LACKS_CAPABILITY', capability: 'embedding' };
  return { code: status === 503 ? 'OLLAMA_BUSY' : 'OLLAMA_REQUEST_FAILED' };
}

function describe(code: ErrorCode, words: ErrorWords, { connection, model }: ErrorContext): string {
  if (code === 'MODEL_NOT_FOUND' && model !== undefined)
    return `The model ${model} is not installed on ${connection.url}.`;
  if (code === 'MODEL_OUT_OF_MEMORY' && model !== undefined)
    return `There is not enough memory to load ${model}.`;
  if (code === 'CONTEXT_OVERFLOW') {
    const tokens = (count: number | undefined) => (count === undefined ? '' : ` (${count} tokens)`);
    return `The prompt${tokens(words.promptTokens)} is longer than the context${tokens(words.contextLength)} of ${model ?? 'the model'}.`;
  }
  return ERROR_CATALOGUE[code].summary;
}

function remedy(code: ErrorCode, model: string | undefined): NodetoolErrorOptions {
  if (code === 'MODEL_NOT_FOUND' && model !== undefined)
    return { action: { kind: 'pull-model', subject: model } };
  if (code === 'OLLAMA_BUSY' || code === 'MODEL_CRASHED' || code === 'TOOL_CALL_INVALID')
    return { action: { kind: 'retry' } };
  return {};
}

/** The answer of something that is not the daemon, or of its router: no JSON. */
function foreignError(
  { status, contentType, body }: FailedAnswer,
  context: ErrorContext,
): NodetoolError {
  const { connection, path, model } = context;
  const isPage = isWebPage(body, contentType);
  const excerpt = isPage ? '' : connection.hideKey(showableText(body));
  const details = {
    url: connection.url,
    path,
    status,
    ...(excerpt === '' ? {} : { body: excerpt }),
    ...(model === undefined ? {} : { model }),
  };
  const what = isPage ? 'a web page' : excerpt === '' ? 'no words' : `the words: ${excerpt}`;
  const message = `${connection.url} answered ${path} with status ${status} and ${what}.`;
  const byStatus = FIRST_BY_STATUS[status];
  if (byStatus !== undefined) return new NodetoolError(byStatus, message, { details });
  if (status === 404 || status === 405) {
    const hint =
      'Check the address, port and path; if it is Ollama, update it: it does not know this request.';
    return new NodetoolError('OLLAMA_NOT_OLLAMA', message, { hint, details });
  }
  const hint =
    'The answer does not come from Ollama itself: look at what stands before it (a proxy, a tunnel).';
  return new NodetoolError('OLLAMA_REQUEST_FAILED', message, { hint, details });
}
