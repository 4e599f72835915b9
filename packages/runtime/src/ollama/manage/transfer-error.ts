import { NodetoolError, toNodetoolError } from '@nodetool-ai/graph';
import type { ErrorAction, ErrorCode } from '@nodetool-ai/graph';
import { addToError } from '../errors/error-details.ts';

/** What words of a daemon about a pull or a create mean. */
interface TransferRule {
  readonly words: RegExp;
  /** For programs, in `details.reason`. */
  readonly reason: string;
  readonly code: ErrorCode;
  readonly message: (model: string) => string;
  readonly hint: string;
  readonly action?: ErrorAction;
}

/** The texts of Ollama 0.24 to 0.34 and of the systems below it; first match wins. */
const RULES: readonly TransferRule[] = [
  {
    words: /no space left on device|not enough space on the disk|disk (is )?full|quota exceeded/i,
    reason: 'disk-full',
    code: 'OLLAMA_REQUEST_FAILED',
    message: (model) => `The disk of the daemon has no room for ${model}.`,
    hint: 'Free space where the daemon keeps its models (remove some with `nodetool models remove <name>`), then do it again: what has arrived is kept.',
  },
  {
    words: /pull model manifest: (file does not exist|404\b)/i,
    reason: 'not-in-registry',
    code: 'MODEL_NOT_FOUND',
    message: (model) => `The registry has no model ${model}.`,
    hint: 'Look at the name and the tag; what there is stands at https://ollama.com/library.',
    action: { kind: 'choose-model' },
  },
  {
    words: /unauthorized|access denied|pull model manifest: 40[13]\b/i,
    reason: 'registry-refused',
    code: 'OLLAMA_UNAUTHORIZED',
    message: (model) => `The registry does not give ${model} to this daemon.`,
    hint: 'Look at the name; if the model is private, sign in on the machine of the daemon with `ollama signin`.',
  },
  {
    words: /requires a newer version of Ollama|pull model manifest: 412\b/i,
    reason: 'daemon-too-old',
    code: 'OLLAMA_REQUEST_FAILED',
    message: (model) => `${model} needs a newer Ollama than the one that runs.`,
    hint: 'Update Ollama on the machine of the daemon, then do it again.',
  },
  {
    words: /insecure protocol/i,
    reason: 'insecure-registry',
    code: 'REQUEST_INVALID',
    message: () => 'The registry of that name does not speak a secure protocol.',
    hint: 'Use a registry with https, or allow it for this one pull (`insecure`).',
  },
  {
    words:
      /dial (tcp|udp)|no such host|connection re(fused|set)|(network|host) is unreachable|i\/o timeout|TLS handshake|server gave HTTP response|x509|proxyconnect|max retries exceeded|unexpected EOF|: EOF$|client connection lost|context deadline exceeded/i,
    reason: 'registry-unreachable',
    code: 'OLLAMA_REQUEST_FAILED',
    message: (model) =>
      `The daemon could not fetch ${model}: its machine does not reach the registry.`,
    hint: 'Check the network of the machine that runs Ollama, and HTTPS_PROXY in the environment of the daemon. Do it again then: what has arrived is kept.',
    action: { kind: 'retry' },
  },
  {
    words: /digest mismatch/i,
    reason: 'damaged',
    code: 'OLLAMA_REQUEST_FAILED',
    message: (model) => `What arrived of ${model} is damaged.`,
    hint: 'Do it again: the damaged part is fetched anew.',
    action: { kind: 'retry' },
  },
  {
    words:
      /not in GGUF format|invalid (file )?magic|unsupported (content|file) type|unknown type\b/i,
    reason: 'not-gguf',
    code: 'REQUEST_INVALID',
    message: () => 'A file is none that a model can be made from.',
    hint: 'Give a file in GGUF format.',
  },
];

/** Ways in which the connection to the daemon ends without its words. */
const BROKEN: readonly ErrorCode[] = ['OLLAMA_CONNECTION_LOST', 'OLLAMA_TIMEOUT'];

const REFUSED: readonly ErrorCode[] = [
  'OLLAMA_UNAUTHORIZED',
  'OLLAMA_FORBIDDEN',
  'OLLAMA_RATE_LIMITED',
];

/**
 * Says in plain words why a pull or a create failed, with the daemon's own words and `details.reason`: MODEL_NOT_FOUND
 * when the registry has no such model, OLLAMA_UNAUTHORIZED, REQUEST_INVALID, OLLAMA_REQUEST_FAILED (no network on the
 * machine of the daemon, disk full, damaged, daemon too old). Other errors stay as they are; `brokenHint` is added to the
 * hint when the connection broke or nothing came any more.
 */
export function explainTransferError(
  error: unknown,
  model: string,
  brokenHint = '',
): NodetoolError {
  const known = toNodetoolError(error, 'OLLAMA_REQUEST_FAILED');
  if (BROKEN.includes(known.code) && brokenHint !== '')
    return addToError(known, { hint: `${known.hint} ${brokenHint}` });
  const { daemonMessage, status } = known.details;
  // What the daemon itself refuses is not about the registry.
  const isRefused = typeof status === 'number' && REFUSED.includes(known.code);
  const rule =
    typeof daemonMessage === 'string' && !isRefused
      ? RULES.find(({ words }) => words.test(daemonMessage))
      : undefined;
  if (rule === undefined) return known;
  const { code, reason, message, hint, action } = rule;
  return new NodetoolError(code, `${message(model)} Ollama says: ${String(daemonMessage)}`, {
    hint,
    ...(action === undefined ? {} : { action }),
    cause: known,
    details: { ...known.details, model, reason },
  });
}
