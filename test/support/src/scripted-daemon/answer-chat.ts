import { isRecord } from '@nodetool-ai/graph';
import { findModel } from './scripted-models.ts';
import type { ScriptedModel } from './scripted-models.ts';
import { jsonScript, linesScript } from './script-step.ts';
import type { Script } from './script-step.ts';
import { chatLine, doneLine } from './wire-lines.ts';

type Body = Readonly<Record<string, unknown>>;

const refuse = (status: number, error: string) => jsonScript({ error }, status);
const nested = (message: string, rest: Body = {}) =>
  JSON.stringify({ error: { code: 400, message, type: 'invalid_request_error', ...rest } });

/** `/api/chat`: refuses what a real daemon refuses, with its words, then plays the model's script. */
export function answerChat(body: Body): Script {
  if (body['model'] === undefined || body['model'] === '') return refuse(400, 'model is required');
  const model = findModel(body['model']);
  const name = typeof body['model'] === 'string' ? body['model'] : '';
  if (model === undefined) return refuse(404, `model '${name}' not found`);
  if (!model.capabilities.includes('completion'))
    return refuse(400, `"${name}" does not support chat`);
  const wrong = keepAliveMistake(body['keep_alive']);
  if (wrong !== undefined) return refuse(400, wrong);
  if (body['tools'] !== undefined && !model.capabilities.includes('tools')) {
    return refuse(400, `registry.ollama.ai/library/${model.name} does not support tools`);
  }
  if (body['think'] && !model.capabilities.includes('thinking'))
    return refuse(400, `"${name}" does not support thinking`);
  const messages = Array.isArray(body['messages']) ? body['messages'].filter(isRecord) : [];
  if (messages.length === 0)
    return jsonScript({
      model: name,
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: 'load',
    });
  return overflow(body, messages, model) ?? play(body, messages, model, name);
}

function keepAliveMistake(keepAlive: unknown): string | undefined {
  if (typeof keepAlive === 'boolean') return "Unsupported type: 'bool'";
  // Go wants a unit for everything but zero.
  const lacksUnit =
    typeof keepAlive === 'string' && /^-?\d+$/.test(keepAlive) && Number(keepAlive) !== 0;
  return lacksUnit ? `time: missing unit in duration "${keepAlive}"` : undefined;
}

/** One token for each byte, as the tiny models count, and some that the template adds. */
function countTokens(messages: readonly Body[]): number {
  const bytes = messages.map((message) => Buffer.byteLength(String(message['content'])));
  return bytes.reduce((sum, count) => sum + count, 20);
}

function contextOf(body: Body, model: ScriptedModel): number {
  const options = isRecord(body['options']) ? body['options'] : {};
  const asked = typeof options['num_ctx'] === 'number' ? options['num_ctx'] : 4096;
  return Math.min(asked, model.contextLength);
}

function overflow(body: Body, messages: readonly Body[], model: ScriptedModel): Script | undefined {
  const contextLength = contextOf(body, model);
  const promptTokens = countTokens(messages);
  if (promptTokens <= contextLength) return undefined;
  // The engine itself never cuts a message; the daemon only leaves out old ones before it.
  const isLastTooLong = countTokens(messages.slice(-1)) > contextLength;
  const isCut = body['truncate'] !== false && !(model.path === 'native' && isLastTooLong);
  if (isCut) return undefined;
  const message = `request (${promptTokens} tokens) exceeds the available context size (${contextLength} tokens), try increasing it`;
  return refuse(
    400,
    nested(message, {
      type: 'exceed_context_size_error',
      n_prompt_tokens: promptTokens,
      n_ctx: contextLength,
    }),
  );
}

/** What of the prompt reaches the model: the oldest messages are left out first, then about half of the last one. */
function countKept(body: Body, messages: readonly Body[], model: ScriptedModel): number {
  const contextLength = contextOf(body, model);
  const left = [...messages];
  while (left.length > 1 && countTokens(left) > contextLength) left.shift();
  const tokens = countTokens(left);
  return tokens <= contextLength ? tokens : contextLength - Math.floor((contextLength - 4) / 2);
}

function play(body: Body, messages: readonly Body[], model: ScriptedModel, name: string): Script {
  const last = messages.at(-1) ?? {};
  const images = messages.flatMap((message) =>
    Array.isArray(message['images']) ? message['images'] : [],
  );
  if (images.some((image) => typeof image === 'string' && image.startsWith('data:'))) {
    return refuse(400, 'illegal base64 data at input byte 4');
  }
  if (images.length > 0 && !model.capabilities.includes('vision')) {
    return refuse(
      400,
      nested('Multimodal data provided, but model does not support multimodal requests.'),
    );
  }
  const isCut = countTokens(messages) > contextOf(body, model);
  const figures = isCut ? { prompt_eval_count: countKept(body, messages, model) } : {};
  const say = (words: readonly string[], rest: Body = {}) =>
    linesScript(
      ...words.map((content) =>
        chatLine({ content }, name, body['logprobs'] === true ? certain(content) : {}),
      ),
      doneLine({ eval_count: words.length + 1, ...figures, ...rest }, name),
    );
  if (model.name === 'tiny-loop:latest') return loop(body, name);
  if (model.name === 'tiny-rep:latest')
    return linesScript(...Array.from({ length: 31 }, () => chatLine({ content: ' same' }, name)));
  if (isEnvelope(body['format']))
    return say(['{"tool_calls":[{"name":"get_weather",', '"arguments":{"city":"Paris"}}]}']);
  if (model.name === 'smollm2:135m') return say(['The capital', ' of France', ' is', ' Paris.']);
  if (typeof body['format'] === 'object') return say(['{', '"a"', ':', '0', '}']);
  if (images.length > 0) return say(['I see', ' an image.']);
  if (last['role'] === 'tool') return say(['It is', ' sunny', ' in', ' Paris.']);
  if (body['tools'] !== undefined) return callTool(model, name);
  if (body['think'] === false) return say(['Direct', ' answer.']);
  const thoughts = ['Let me', ' think', ' briefly.', '\n'].map((thinking) =>
    chatLine({ thinking }, name),
  );
  const answer = [...(model.path === 'native' ? ['\n'] : []), 'The answer', ' is', ' 42.'];
  return linesScript(
    ...thoughts,
    ...answer.map((content) => chatLine({ content }, name)),
    doneLine(figures, name),
  );
}

/** The form in which a model without tools calls them. */
function isEnvelope(format: unknown): boolean {
  return isRecord(format) && JSON.stringify(format).includes('"tool_calls"');
}

/** As the tiny models are of every token. */
function certain(token: string): Body {
  const one = { token, logprob: 0, bytes: [...Buffer.from(token)] };
  return { logprobs: [{ ...one, top_logprobs: [one] }] };
}

let calls = 0;

/** On the native path a call stands only on the done line. */
function callTool(model: ScriptedModel, name: string): Script {
  const call = { function: { index: 0, name: 'get_weather', arguments: { city: 'Paris' } } };
  const id = `call_${String((calls += 1)).padStart(8, '0')}`;
  const message = { role: 'assistant', content: '', tool_calls: [{ id, ...call }] };
  return model.path === 'native'
    ? linesScript(doneLine({ message }, name))
    : linesScript(chatLine(message, name), doneLine({ eval_count: 5 }, name));
}

function loop(body: Body, name: string): Script {
  const options = isRecord(body['options']) ? body['options'] : {};
  const word = (index: number) => (index % 2 === 0 ? ' loop' : ' again');
  const limit = options['num_predict'];
  if (typeof limit !== 'number' || limit < 0)
    return [{ endless: (index) => chatLine({ content: word(index) }, name) }];
  const lines = Array.from({ length: limit }, (_, index) =>
    chatLine({ content: word(index) }, name),
  );
  return linesScript(...lines, doneLine({ done_reason: 'length', eval_count: limit }, name));
}
