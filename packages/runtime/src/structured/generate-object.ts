import { addUsage } from '../ollama/chat/add-usage.ts';
import { throwIfCancelled } from '../ollama/connection/cancelled-error.ts';
import type { CallUsage, GeneratedMessage } from '../providers/provider-requests.ts';
import { cutError, invalidError } from './object-error.ts';
import type { Attempt } from './object-error.ts';
import { askAgain, tellSchema } from './object-prompt.ts';
import { ObjectQuestions } from './object-questions.ts';
import type { GeneratedObject, ObjectRequest, ObjectSource } from './object-request.ts';
import { toObjectSchema } from './object-schema.ts';
import { readObject } from './read-object.ts';
import type { ObjectReading } from './read-object.ts';

/**
 * Gives a value that follows the schema. The schema is sent as `format` and told in the prompt; the answer is parsed,
 * else repaired, then validated, else converted without loss, else asked for once more with what is wrong with it. No
 * value is ever made up: none is completed, chosen among several or filled with defaults. One or two requests to the
 * daemon, and one more when it refuses the schema itself (`format: 'dropped'`).
 *
 * Rejects with OBJECT_INVALID when there is no such value (`details.partialText` is the last text, `details.firstText`
 * the one before, `details.issues` what is wrong), REQUEST_INVALID for a schema that cannot be used, CANCELLED when
 * the signal is aborted, and with what the provider rejects with. An answer that was cut at the limit of tokens is
 * asked for again only with a larger limit, twice that of the request.
 */
export async function generateObject(
  provider: ObjectSource,
  request: ObjectRequest,
): Promise<GeneratedObject> {
  const { schema: given, ...rest } = request;
  const schema = toObjectSchema(given);
  const questions = new ObjectQuestions(provider, rest, schema.json);
  const messages = tellSchema(request.messages, schema.json);

  const read = async (message: GeneratedMessage) => {
    const wasCut = message.usage.doneReason === 'length';
    const reading = await readObject(message.content, schema, wasCut);
    throwIfCancelled(request.signal);
    return reading;
  };

  const first = await questions.ask(1, messages, request.maxTokens);
  const firstReading = await read(first);
  if (firstReading.isUsable)
    return toResult(first, firstReading, {
      usage: first.usage,
      requests: 1,
      format: questions.format,
    });
  const attempt: Attempt = { message: first, reading: firstReading };
  const isCut = first.usage.doneReason === 'length';
  const limit = tokenLimit(request);
  if (isCut && limit === undefined) throw cutError(attempt, request);

  const { problem, issues } = firstReading;
  const second = await questions.ask(
    2,
    askAgain(messages, first.content, problem, issues),
    isCut && limit !== undefined ? limit * 2 : request.maxTokens,
  );
  const secondReading = await read(second);
  if (!secondReading.isUsable)
    throw invalidError({ message: second, reading: secondReading }, attempt, request);
  const usage: CallUsage = {
    ...addUsage(first.usage, second.usage),
    doneReason: second.usage.doneReason,
    requests: 2,
  };
  return toResult(second, secondReading, { usage, requests: 2, format: questions.format });
}

function toResult(
  message: GeneratedMessage,
  { value, step, changes, thinking }: Extract<ObjectReading, { isUsable: true }>,
  rest: Pick<GeneratedObject, 'usage' | 'requests' | 'format'>,
): GeneratedObject {
  const thoughts = [message.thinking ?? '', thinking].filter((text) => text !== '').join('\n');
  return {
    value,
    step: rest.requests === 2 ? 'asked-again' : step,
    changes,
    text: message.content,
    ...(thoughts === '' ? {} : { thinking: thoughts }),
    ...rest,
  };
}

/** The limit that the request sets, by our name or the daemon's; negative ones are none. */
function tokenLimit({ maxTokens, options }: ObjectRequest): number | undefined {
  const limit = maxTokens ?? options?.['num_predict'];
  return typeof limit === 'number' && limit > 0 ? limit : undefined;
}
