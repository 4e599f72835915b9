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

/** One token for each byte, as the tiny models count. */
function overflow(body: Body, messages: readonly Body[], model: ScriptedModel): Script | undefined {
  const options = isRecord(body['options']) ? body['options'] : {};
  const contextLength = typeof options['num_ctx'] === 'number' ? options['num_ctx'] : 4096;
  const promptTokens = messages.reduce(
    (sum, message) => sum + Buffer.byteLength(String(message['content'])),
    20,
  );
  const isRefused = body['truncate'] === false || model.path === 'native';
  if (promptTokens <= contextLength || !isRefused) return undefined;
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
  const say = (words: readonly string[], rest: Body = {}) =>
    linesScript(
      ...words.map((content) => chatLine({ content }, name)),
      doneLine({ eval_count: words.length + 1, ...rest }, name),
    );
  if (model.name === 'tiny-loop:latest') return loop(body, name);
  if (model.name === 'tiny-rep:latest')
    return linesScript(...Array.from({ length: 31 }, () => chatLine({ content: ' same' }, name)));
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
    doneLine({}, name),
  );
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
