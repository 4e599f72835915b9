import { definedFields, NodetoolError } from '@nodetool-ai/graph';
import type { ProviderTool } from '../../providers/messages.ts';
import type {
  GenerateRequest,
  KeepAlive,
  ThinkSetting,
} from '../../providers/provider-requests.ts';
import { toWireToolSchema } from '../../tools/wire-tool-schema.ts';
import { toWireMessages } from './chat-messages.ts';
import { toWireKeepAlive } from '../connection/keep-alive.ts';
import type { ChatAttempt } from './open-chat.ts';

type Fields = Readonly<Record<string, unknown>>;

const THINK_SETTINGS: readonly ThinkSetting[] = [true, false, 'low', 'medium', 'high', 'max'];

/**
 * Gives the body of `/api/chat`. What is not set is not sent; 0, false and "" are. Throws MODEL_NOT_CHOSEN,
 * REQUEST_INVALID and IMAGE_INVALID, so that nothing is sent which the daemon would refuse or silently drop.
 */
export function toChatBody(
  request: GenerateRequest,
  defaultKeepAlive?: KeepAlive,
  attempt: ChatAttempt = plainAttempt(request),
): Fields {
  const { model, tools, format, think, logprobs, topLogprobs } = request;
  if (model.trim() === '') throw new NodetoolError('MODEL_NOT_CHOSEN');
  if (think !== undefined && !THINK_SETTINGS.includes(think)) {
    throw new NodetoolError(
      'REQUEST_INVALID',
      `think: ${JSON.stringify(think)} is none of ${THINK_SETTINGS.join(', ')}.`,
    );
  }
  const isTopWrong =
    topLogprobs !== undefined &&
    !(Number.isSafeInteger(topLogprobs) && topLogprobs >= 0 && topLogprobs <= 20);
  if (isTopWrong)
    throw new NodetoolError('REQUEST_INVALID', 'topLogprobs: must be a whole number from 0 to 20.');
  const options = toWireOptions(request, attempt);
  return definedFields({
    model: model.trim(),
    messages: toWireMessages(request.messages),
    stream: true,
    tools: tools === undefined || tools.length === 0 ? undefined : tools.map(toWireTool),
    format: typeof format === 'object' ? withoutSchemaKey(format) : format,
    think,
    keep_alive: toWireKeepAlive(request.keepAlive, defaultKeepAlive),
    // Otherwise the daemon drops old messages, or the beginning of the prompt, without a word.
    truncate: attempt.mayTruncate ? undefined : false,
    // With another value than the last time the daemon loads the model anew, so only who is strict pays for it.
    shift: request.strictContext === true ? false : undefined,
    logprobs: logprobs === true ? true : undefined,
    top_logprobs: logprobs === true ? topLogprobs : undefined,
    options: Object.keys(options).length > 0 ? options : undefined,
  });
}

/** What is sent where nothing was found out of the model: the length that the request itself names. */
function plainAttempt({ contextLength }: GenerateRequest): ChatAttempt {
  const given = typeof contextLength === 'string' ? undefined : contextLength;
  return { contextLength: integer('contextLength', given), mayTruncate: true };
}

/** Sampling works only inside of `options`; at the top level the daemon ignores it. Named settings win over the bag. */
function toWireOptions(request: GenerateRequest, attempt: ChatAttempt): Fields {
  const { stop } = request;
  if (
    stop !== undefined &&
    !(Array.isArray(stop) && stop.every((text) => typeof text === 'string'))
  )
    throw new NodetoolError('REQUEST_INVALID', 'stop: must be a list of texts.');
  return definedFields({
    ...request.options,
    ...definedFields({
      num_ctx: attempt.contextLength,
      num_predict: integer('maxTokens', request.maxTokens),
      temperature: finite('temperature', request.temperature),
      top_p: finite('topP', request.topP),
      top_k: integer('topK', request.topK),
      min_p: finite('minP', request.minP),
      seed: integer('seed', request.seed),
      stop,
      presence_penalty: finite('presencePenalty', request.presencePenalty),
      frequency_penalty: finite('frequencyPenalty', request.frequencyPenalty),
      repeat_penalty: finite('repeatPenalty', request.repeatPenalty),
    }),
  });
}

/** JSON has no NaN: it would travel as null, and the daemon would take the setting for not given. */
function finite(name: string, value: number | undefined): number | undefined {
  if (value === undefined || Number.isFinite(value)) return value;
  throw new NodetoolError(
    'REQUEST_INVALID',
    `${name}: must be a number, not ${JSON.stringify(String(value))}.`,
  );
}

/** The daemon cuts fractions off without a word. */
function integer(name: string, value: number | undefined): number | undefined {
  if (value === undefined || Number.isSafeInteger(value)) return value;
  throw new NodetoolError(
    'REQUEST_INVALID',
    `${name}: must be a whole number, not ${JSON.stringify(String(value))}.`,
  );
}

function toWireTool({ name, description, inputSchema }: ProviderTool): Fields {
  const parameters = toWireToolSchema(inputSchema);
  return { type: 'function', function: definedFields({ name, description, parameters }) };
}

/** `$schema` says which edition of JSON Schema is meant; no daemon reads it, and some engines stumble over it. */
function withoutSchemaKey(schema: Fields): Fields {
  const { $schema: _, ...rest } = schema;
  return rest;
}
