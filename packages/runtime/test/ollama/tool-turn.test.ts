import type { GenerateRequest } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  errorLine,
  jsonScript,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';

const weather = {
  name: 'get_weather',
  description: 'Weather in a city',
  inputSchema: {
    type: 'object',
    required: ['city'],
    properties: { city: { type: 'string' }, days: { type: 'integer' } },
  },
} as const;
const now = { name: 'now' } as const;
const tools = [weather, now];

const shown = (capabilities: readonly string[]) =>
  jsonScript({
    capabilities,
    details: {},
    model_info: { 'general.architecture': 'llama', 'llama.context_length': 8192 },
  });
const withoutTools = shown(['completion']);
const withTools = shown(['completion', 'tools']);
const says = (...pieces: readonly string[]) =>
  linesScript(...pieces.map((content) => chatLine({ content })), doneLine());
const calling = (args: unknown, rest = {}) => ({
  tool_calls: [{ id: 'call_1', function: { index: 0, name: 'get_weather', arguments: args } }],
  ...rest,
});
const envelope = (args: object) =>
  says(JSON.stringify({ tool_calls: [{ name: 'get_weather', arguments: args }] }));

async function turn(daemon: ScriptedDaemon, rest: Partial<GenerateRequest> = {}) {
  const outcome = await outcomeOf(
    providerOf(daemon).generateMessages(question({ tools, ...rest })),
  );
  const last = outcome.items.at(-1);
  const usage = last?.type === 'chunk' ? last.usage : undefined;
  return { ...outcome, usage, bodies: bodiesOf(daemon) };
}

function bodiesOf(daemon: ScriptedDaemon): readonly unknown[] {
  return daemon.requests
    .filter((request) => request.path === '/api/chat')
    .map((request) => request.body);
}

async function daemonOf(show: typeof withTools, ...scripts: readonly (typeof withTools)[]) {
  const daemon = await daemonThatPlays();
  daemon.on('POST /api/show', show);
  for (const script of scripts) daemon.once('POST /api/chat', script);
  return daemon;
}

const anId = expect.stringMatching(/^call_\S{8,}$/);

describe('a model that calls no tools itself', () => {
  test('is given them in words and a form, and its call is a call', async () => {
    const daemon = await daemonOf(withoutTools, envelope({ city: 'Paris' }));
    const { calls, text, usage, bodies } = await turn(daemon);
    expect(calls).toEqual([{ id: anId, name: 'get_weather', args: { city: 'Paris' } }]);
    expect(text).toBe('');
    expect(usage).toMatchObject({ toolMode: 'emulated' });
    expect(bodies).toEqual([
      expect.objectContaining({
        format: {
          anyOf: [expect.objectContaining({ required: ['tool_calls'] }), expect.anything()],
        },
        messages: [
          { role: 'system', content: expect.stringContaining('get_weather') },
          { role: 'user', content: 'hi' },
        ],
      }),
    ]);
    expect(bodies[0]).not.toHaveProperty('tools');
  });

  test('answers in words as they come, without the form around them', async () => {
    const daemon = await daemonOf(withoutTools, says('{"ans', 'wer": "It is ', '42.\\n', '"}'));
    const { items, text, calls } = await turn(daemon);
    expect(text).toBe('It is 42.\n');
    expect(calls).toEqual([]);
    expect(items.filter((item) => item.type === 'chunk').length).toBeGreaterThan(2);
  });

  test('is understood also when it writes no form', async () => {
    const daemon = await daemonOf(
      withoutTools,
      says('<tool_call>{"name": "get_weather", "arguments": {"city": "Rome"}}</tool_call>'),
    );
    const { calls, text } = await turn(daemon);
    expect(calls).toEqual([{ id: anId, name: 'get_weather', args: { city: 'Rome' } }]);
    expect(text).toBe('');
  });

  test('is not understood when its call is cut, and the piece is not shown', async () => {
    const cut = linesScript(
      chatLine({ content: '{ "tool_calls": [{"name": "get_wea' }),
      doneLine({ done_reason: 'length' }),
    );
    const daemon = await daemonOf(withoutTools, cut);
    const { text, calls, error } = await turn(daemon);
    expect([text, calls]).toEqual(['', []]);
    expect(error).toMatchObject({
      code: 'TOOL_CALL_INVALID',
      hint: expect.stringContaining('maxTokens'),
    });
  });

  test('is asked without the form by a daemon that refuses it', async () => {
    const refused = jsonScript({ error: 'invalid JSON schema in format' }, 500);
    const daemon = await daemonOf(withoutTools, refused, envelope({ city: 'Oslo' }));
    const { calls, bodies } = await turn(daemon);
    expect(calls).toMatchObject([{ args: { city: 'Oslo' } }]);
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).not.toHaveProperty('format');
  });
});

describe('a form for the answer and tools together', () => {
  test('are refused where the form is needed for the calls', async () => {
    const daemon = await daemonOf(withoutTools);
    expect((await turn(daemon, { format: 'json' })).error).toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining('format'),
    });
  });

  test('go to a model that calls tools itself', async () => {
    const daemon = await daemonOf(withTools, says('{}'));
    const { bodies, error } = await turn(daemon, { format: 'json' });
    expect(error).toBeUndefined();
    expect(bodies).toMatchObject([{ format: 'json', tools: [{}, {}] }]);
  });
});

describe('a model of which nobody says whether it calls tools', () => {
  test('is offered them, and when the daemon refuses, once and for all in words', async () => {
    const refusal = jsonScript(
      { error: 'registry.ollama.ai/library/tiny-chat:latest does not support tools' },
      400,
    );
    const daemon = await daemonOf(
      jsonScript({ details: {}, model_info: {} }),
      refusal,
      envelope({ city: 'Paris' }),
      envelope({ city: 'Rome' }),
    );
    expect((await turn(daemon)).calls).toMatchObject([{ args: { city: 'Paris' } }]);
    const { calls, bodies } = await turn(daemon);
    expect(calls).toMatchObject([{ args: { city: 'Rome' } }]);
    expect(bodies.map((body) => Object.hasOwn(Object(body), 'tools'))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a model that calls tools itself', () => {
  test('keeps the ids of the daemon, over several lines and on the last', async () => {
    const call = (id: string, city: string) => ({
      id,
      function: { name: 'get_weather', arguments: { city } },
    });
    const daemon = await daemonOf(
      withTools,
      linesScript(
        chatLine({ tool_calls: [call('a', 'Rome'), call('b', 'Oslo')] }),
        doneLine({ message: { role: 'assistant', content: '', tool_calls: [call('c', 'Bern')] } }),
      ),
    );
    const { calls, items, usage } = await turn(daemon);
    expect(calls.map((item) => 'id' in item && item.id)).toEqual(['a', 'b', 'c']);
    expect(items.at(-1)).toMatchObject({ done: true });
    expect(usage).toMatchObject({ toolMode: 'native' });
  });

  test('that writes the call down is understood, and the call is not shown', async () => {
    const daemon = await daemonOf(
      withTools,
      says(
        'Let me see.\n',
        '<tool',
        '_call>{"name":"get_weather","arg',
        'uments":{"city":"Bonn"}}',
        '</tool_call>',
      ),
    );
    const { calls, text } = await turn(daemon);
    expect(calls).toEqual([{ id: anId, name: 'get_weather', args: { city: 'Bonn' } }]);
    expect(text.trim()).toBe('Let me see.');
  });

  test('that only speaks of a tool calls none', async () => {
    const prose = "You could use get_weather(city='Paris') for that, if you like.";
    const daemon = await daemonOf(withTools, says(...prose.split(/(?= )/)));
    expect(await turn(daemon)).toMatchObject({ text: prose, calls: [] });
  });

  test('whose call cannot be read is asked in words', async () => {
    const daemon = await daemonOf(
      withTools,
      linesScript(chatLine(calling('{"city":')), doneLine()),
      envelope({ city: 'Paris' }),
    );
    expect((await turn(daemon)).calls).toMatchObject([{ args: { city: 'Paris' } }]);
  });
});

describe('the choice of a tool', () => {
  test('none offers none', async () => {
    const daemon = await daemonOf(withTools, says('no'));
    const { bodies } = await turn(daemon, { toolChoice: 'none' });
    expect(bodies[0]).not.toHaveProperty('tools');
    expect(bodies[0]).not.toHaveProperty('format');
  });

  test.each(['required', 'any'] as const)(
    '%s makes also a model with tools call one',
    async (toolChoice) => {
      const daemon = await daemonOf(withTools, envelope({ city: 'Paris' }));
      const { calls, bodies } = await turn(daemon, { toolChoice });
      expect(calls).toMatchObject([{ name: 'get_weather' }]);
      expect(JSON.stringify(bodies[0])).toContain('"tool_calls"');
    },
  );

  test('a name leaves only that tool', async () => {
    const daemon = await daemonOf(withTools, envelope({ city: 'Paris' }));
    const { calls, bodies } = await turn(daemon, { toolChoice: { name: 'get_weather' } });
    expect(calls).toMatchObject([{ name: 'get_weather' }]);
    expect(JSON.stringify(bodies[0])).not.toContain('"now"');
  });

  test.each([
    [{ toolChoice: { name: 'launch' } } as const, 'launch'],
    [{ toolChoice: 'required', tools: [] } as const, 'no tools'],
  ])('%j is refused before anything is sent', async (rest, words) => {
    const daemon = await daemonOf(withTools);
    expect((await turn(daemon, rest)).error).toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining(words),
    });
    expect(daemon.requests).toEqual([]);
  });

  test('a demand that is not met is repeated once, and then an error that keeps the text', async () => {
    const daemon = await daemonOf(withTools, says('{"answer":"No."}'), says('{"answer":"Never."}'));
    const { error, text, bodies } = await turn(daemon, { toolChoice: 'required' });
    expect(error).toMatchObject({ code: 'TOOL_CALL_INVALID', details: { partialText: 'No.' } });
    expect(text).toBe('No.');
    expect(bodies).toHaveLength(2);
  });
});

describe('the arguments of a call', () => {
  const native = (args: unknown) =>
    linesScript(chatLine(calling(args)), doneLine({ eval_count: 5 }));

  test('become what the tool wants, where nothing is lost by it', async () => {
    const daemon = await daemonOf(withTools, native({ city: 'Paris', days: '3' }));
    const { calls, bodies } = await turn(daemon);
    expect(calls).toEqual([
      { id: 'call_1', name: 'get_weather', args: { city: 'Paris', days: 3 } },
    ]);
    expect(bodies).toHaveLength(1);
  });

  test('that do not fit are asked for once more', async () => {
    const daemon = await daemonOf(
      withTools,
      native({ town: 'Paris' }),
      envelope({ city: 'Paris' }),
    );
    const { calls, usage, bodies, text } = await turn(daemon);
    expect(calls).toMatchObject([{ name: 'get_weather', args: { city: 'Paris' } }]);
    expect(usage).toMatchObject({ requests: 2, outputTokens: 14, promptTokens: 44 });
    expect(JSON.stringify(bodies[1])).toContain('city');
    expect(text).toBe('');
  });

  test('that still do not fit are an error, never a call', async () => {
    const daemon = await daemonOf(
      withTools,
      native({ town: 'Paris' }),
      envelope({ town: 'Paris' }),
    );
    const { calls, error, bodies } = await turn(daemon);
    expect(calls).toEqual([]);
    expect(error).toMatchObject({
      code: 'TOOL_CALL_INVALID',
      details: { problems: [expect.stringContaining('city')] },
    });
    expect(bodies).toHaveLength(2);
  });

  test('of a tool that there is not are asked for once more', async () => {
    const launch = chatLine({
      tool_calls: [{ id: 'x', function: { name: 'launch', arguments: {} } }],
    });
    const daemon = await daemonOf(
      withTools,
      linesScript(launch, doneLine()),
      envelope({ city: 'A' }),
    );
    expect((await turn(daemon)).calls).toMatchObject([{ name: 'get_weather' }]);
  });
});

describe('the end of a request with tools', () => {
  test('by leaving the loop closes the socket', async () => {
    const daemon = await daemonOf(withTools, [{ endless: () => chatLine({ content: 'more ' }) }]);
    const seen = daemon.nextRequest('/api/chat');
    for await (const item of providerOf(daemon).generateMessages(question({ tools }))) {
      if (item.type === 'chunk') break;
    }
    expect(await (await seen).closed).toBe('aborted');
  });

  test('by leaving while nothing comes closes the socket, and whoever waits is told', async () => {
    const daemon = await daemonOf(withTools, [{ stall: true }]);
    const stream = providerOf(daemon).generateMessages(question({ tools }));
    const waiting = stream.next();
    const request = await daemon.nextRequest('/api/chat');
    await stream.return();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await request.closed).toBe('aborted');
  });

  test('by an abort in the middle of the second question is CANCELLED', async () => {
    const wrong = linesScript(chatLine(calling({})), doneLine());
    const daemon = await daemonOf(withTools, wrong, [{ stall: true }]);
    const controller = new AbortController();
    const outcome = turn(daemon, { signal: controller.signal });
    await daemon.nextRequest('/api/chat');
    const second = await daemon.nextRequest('/api/chat');
    controller.abort();
    expect((await outcome).error).toMatchObject({ code: 'CANCELLED' });
    expect(await second.closed).toBe('aborted');
  });

  test('by an error keeps the text that was shown, without the form around it', async () => {
    const broken = linesScript(
      chatLine({ content: '{"answer": "It is' }),
      errorLine('an error was encountered while running the model: unexpected EOF'),
    );
    const daemon = await daemonOf(withoutTools, broken);
    const { error, text } = await turn(daemon);
    expect(text).toBe('It is');
    expect(error).toMatchObject({ code: 'MODEL_CRASHED', details: { partialText: 'It is' } });
  });
});
