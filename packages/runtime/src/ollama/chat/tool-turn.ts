import { randomUUID } from 'node:crypto';
import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { Message, ProviderTool, ToolCall } from '../../providers/messages.ts';
import type {
  CallUsage,
  Chunk,
  GenerateRequest,
  ProviderStreamItem,
  ToolChoice,
} from '../../providers/provider-requests.ts';
import { checkToolCall } from '../../tools/check-tool-call.ts';
import { EnvelopeReader } from '../../tools/envelope-reader.ts';
import { envelopeSchema } from '../../tools/envelope-schema.ts';
import { repairMessages } from '../../tools/repair-messages.ts';
import { toEmulatedMessages } from '../../tools/emulated-messages.ts';
import { ToolTextFilter } from '../../tools/tool-text-filter.ts';
import { addUsage } from './add-usage.ts';
import { noteToolRefusal } from './tool-mode.ts';
import type { ToolMode } from './tool-mode.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';

/** Answers a request of one round, whose tools are already as the daemon gets them. */
export type AskOnce = (request: GenerateRequest) => AsyncGenerator<ProviderStreamItem, void, void>;

/** A request with tools, ready to be answered. */
export interface ToolTurn {
  readonly connection: OllamaConnection;
  /** Without tools and choice: these are beside it. */
  readonly request: GenerateRequest;
  readonly tools: readonly ProviderTool[];
  readonly choice: ToolChoice;
  readonly mode: ToolMode;
  readonly ask: AskOnce;
}

interface Round {
  readonly calls: readonly ToolCall[];
  readonly usage: CallUsage;
}

/**
 * One answer of a model that was offered tools: text as it comes, without what only writes down a call, then the calls,
 * each one checked against its tool, then the last chunk. A call that does not fit is asked for once more. Rejects with
 * TOOL_CALL_INVALID when it still does not, or when a demanded call does not come; the text so far stands in it.
 */
export async function* runToolTurn(turn: ToolTurn): AsyncGenerator<ProviderStreamItem, void, void> {
  const shown = { text: '' };
  let { mode } = turn;
  let round: Round;
  try {
    round = yield* answer(turn, mode, shown);
  } catch (error) {
    const mayEmulate = mode === 'native' && shown.text === '' && isToolTrouble(error);
    if (!mayEmulate) throw error;
    if (isNodetoolError(error) && error.code === 'MODEL_LACKS_CAPABILITY')
      noteToolRefusal(turn.connection, turn.request.model);
    mode = 'emulated';
    round = yield* answer(turn, mode, shown);
  }
  const { calls, usage } = await mendCalls(turn, round, shown.text);
  yield* calls;
  yield { type: 'chunk', content: '', done: true, usage: { ...usage, toolMode: mode } };
}

/** The daemon or the model cannot do it by its own means. */
function isToolTrouble(error: unknown): boolean {
  if (!isNodetoolError(error)) return false;
  if (error.code === 'TOOL_CALL_INVALID') return true;
  return error.code === 'MODEL_LACKS_CAPABILITY' && error.details?.['capability'] === 'tools';
}

async function* answer(
  turn: ToolTurn,
  mode: ToolMode,
  shown: { text: string },
): AsyncGenerator<ProviderStreamItem, Round, void> {
  const { tools, request } = turn;
  if (mode === 'native')
    return yield* readRound(turn.ask({ ...request, tools }), new ToolTextFilter(tools), shown);
  try {
    const reader = new EnvelopeReader(tools);
    return yield* readRound(turn.ask(emulated(turn, true)), reader, shown);
  } catch (error) {
    // A daemon that cannot turn the form of the envelope into a grammar answers without it.
    const isFormRefused = isNodetoolError(error) && error.code === 'REQUEST_INVALID';
    if (!isFormRefused || shown.text !== '') throw error;
    return yield* readRound(turn.ask(emulated(turn, false)), new EnvelopeReader(tools), shown);
  }
}

function emulated(
  { request, tools, choice }: Pick<ToolTurn, 'request' | 'tools' | 'choice'>,
  isConstrained: boolean,
): GenerateRequest {
  if (request.format !== undefined && choice === 'auto') {
    throw new NodetoolError(
      'REQUEST_INVALID',
      `format: ${request.model} calls no tools itself, and is made to by a format of its own; ask for tools or for a format.`,
    );
  }
  return {
    ...request,
    messages: toEmulatedMessages(request.messages, tools, choice),
    ...(isConstrained ? { format: envelopeSchema(tools, choice) } : {}),
  };
}

/** Reads one answer: shows its text, keeps its calls and its figures. */
async function* readRound(
  items: AsyncGenerator<ProviderStreamItem, void, void>,
  reader: ToolTextFilter | EnvelopeReader,
  shown: { text: string },
): AsyncGenerator<ProviderStreamItem, Round, void> {
  const calls: ToolCall[] = [];
  let usage: CallUsage = {};
  try {
    for await (const item of items) {
      if (item.type === undefined) calls.push(item);
      else if (item.thinking === true) yield item;
      else {
        usage = item.usage ?? usage;
        const content = item.content === '' ? '' : reader.push(item.content);
        shown.text += content;
        if (content !== '' || item.logprobs !== undefined) yield withContent(item, content);
      }
    }
  } catch (error) {
    throw withShownText(error, shown.text);
  }
  const rest = reader.end();
  if (reader instanceof EnvelopeReader && rest.calls.length === 0 && CUT_CALLS.test(rest.text))
    throw cutCalls(usage, shown.text);
  shown.text += rest.text;
  if (rest.text !== '') yield { type: 'chunk', content: rest.text };
  // Some models write down the call that their template has made of the same text.
  const written = rest.calls
    .filter((call) => !calls.some((native) => isSameCall(native, call)))
    .map(({ name, args }) => ({ id: `call_${randomUUID()}`, name, args }));
  return { calls: [...calls, ...written], usage };
}

/** The beginning of a list of calls that never ended. */
const CUT_CALLS = /^\s*(?:`{3}(?:json)?\s*)?\{\s*"tool_calls"\s*:/;

function cutCalls({ doneReason }: CallUsage, partialText: string): NodetoolError {
  const isCut = doneReason === 'length';
  return new NodetoolError(
    'TOOL_CALL_INVALID',
    isCut
      ? 'The answer was cut before the call of a tool was complete.'
      : 'The model began to call a tool and did not end.',
    {
      action: { kind: 'retry' },
      ...(isCut ? { hint: 'Raise maxTokens or the context length, and ask again.' } : {}),
      details: { partialText },
    },
  );
}

function withContent({ logprobs }: Chunk, content: string): Chunk {
  return { type: 'chunk', content, ...(logprobs === undefined ? {} : { logprobs }) };
}

function isSameCall(one: Pick<ToolCall, 'name' | 'args'>, other: typeof one): boolean {
  return one.name === other.name && JSON.stringify(one.args) === JSON.stringify(other.args);
}

/** What the caller was shown is the partial text, not the envelope that it stood in. */
function withShownText(error: unknown, text: string): unknown {
  if (!isNodetoolError(error)) return error;
  const { code, message, hint, action, cause, details } = error;
  return new NodetoolError(code, message, {
    hint,
    cause,
    ...(action === undefined ? {} : { action }),
    details: { ...details, partialText: text },
  });
}

/** Checks the calls and asks once more for those that do not fit. */
async function mendCalls(turn: ToolTurn, round: Round, partialText: string): Promise<Round> {
  const first = check(turn, round.calls);
  if (first.problems.length === 0) return { ...round, calls: first.good };
  const { request, tools, ask } = turn;
  const messages: readonly Message[] = repairMessages(request.messages, first.bad, first.problems);
  const choice = 'required';
  const reader = new EnvelopeReader(tools);
  const items = ask(emulated({ request: { ...request, messages }, tools, choice }, true));
  const again = readRound(items, reader, { text: '' });
  let step = await again.next();
  // What it says beside the call was said before.
  while (step.done !== true) step = await again.next();
  const second = check(turn, step.value.calls);
  const usage = { ...addUsage(round.usage, step.value.usage), requests: 2 };
  if (second.problems.length === 0) return { calls: [...first.good, ...second.good], usage };
  throw new NodetoolError('TOOL_CALL_INVALID', `${second.problems[0]}`, {
    action: { kind: 'retry' },
    details: { problems: second.problems, partialText, model: request.model },
  });
}

interface CheckedCalls {
  readonly good: readonly ToolCall[];
  readonly bad: readonly ToolCall[];
  readonly problems: readonly string[];
}

function check({ tools, choice }: ToolTurn, calls: readonly ToolCall[]): CheckedCalls {
  const good: ToolCall[] = [];
  const bad: ToolCall[] = [];
  const problems: string[] = [];
  for (const call of calls) {
    const checked = checkToolCall(call, tools);
    if (checked.problem !== undefined) {
      bad.push(call);
      problems.push(checked.problem);
    } else good.push({ ...checked.call, id: call.id });
  }
  if (calls.length === 0 && choice !== 'auto')
    problems.push('The model was to call a tool and called none.');
  return { good, bad, problems };
}
