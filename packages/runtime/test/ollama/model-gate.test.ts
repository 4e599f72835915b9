import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  jsonScript,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';

const png = Buffer.from('89504e470d0a1a0a00000000', 'hex');
const withImage = {
  messages: [{ role: 'user', content: [{ type: 'image_url', image: { data: png } }] }],
} as const;

describe('what a model cannot do', () => {
  test.each([
    ['an image', 'tiny-chat', withImage, 'vision'],
    ['thinking', 'smollm2:135m', { think: true }, 'thinking'],
    ['a level of thinking', 'smollm2:135m', { think: 'low' }, 'thinking'],
  ] as const)('%s is refused before it is sent', async (_name, model, rest, capability) => {
    const daemon = await daemonThatPlays();
    const { error } = await outcomeOf(
      providerOf(daemon).generateMessages(question({ model, ...rest })),
    );
    expect(error).toMatchObject({ code: 'MODEL_LACKS_CAPABILITY', details: { model, capability } });
    expect(daemon.requests.map((request) => request.path)).toEqual(['/api/show']);
  });

  test('vectors of a language model are refused before they are asked for', async () => {
    const daemon = await daemonThatPlays();
    const asked = providerOf(daemon).generateEmbedding({ model: 'tiny-chat', text: 'x' });
    await expect(asked).rejects.toMatchObject({
      code: 'MODEL_LACKS_CAPABILITY',
      details: { capability: 'embedding' },
    });
    expect(daemon.requests.map((request) => request.path)).toEqual(['/api/show']);
  });

  test('thinking may be switched off for every model, and nobody is asked', async () => {
    const daemon = await daemonThatPlays();
    await outcomeOf(
      providerOf(daemon).generateMessages(question({ think: false, contextLength: 'leave' })),
    );
    expect(daemon.requests.map((request) => request.path)).toEqual(['/api/chat']);
  });

  test('a model is asked about once for many requests', async () => {
    const daemon = await daemonThatPlays();
    const provider = providerOf(daemon);
    const ask = () => outcomeOf(provider.generateMessages(question({ think: true })));
    await Promise.all([ask(), ask()]);
    await ask();
    expect(daemon.requests.filter((request) => request.path === '/api/show')).toHaveLength(1);
  });

  test.each([
    ['a daemon that does not say what models can do', jsonScript({ model_info: {}, details: {} })],
    ['a daemon that fails at the question', jsonScript({ error: 'odd' }, 500)],
  ])('is not guessed: %s is sent the request', async (_name, script) => {
    const daemon = await daemonThatPlays();
    daemon.on('POST /api/show', script);
    daemon.on('POST /api/chat', linesScript(chatLine({ content: 'seen' }), doneLine()));
    const { error } = await outcomeOf(providerOf(daemon).generateMessages(question(withImage)));
    expect(error).toBeUndefined();
    expect(daemon.requests.map((request) => request.path)).toEqual(['/api/show', '/api/chat']);
  });

  test('a model that is missing is said so at the question', async () => {
    const daemon = await daemonThatPlays();
    const { error } = await outcomeOf(
      providerOf(daemon).generateMessages(question({ model: 'nope', think: true })),
    );
    expect(error).toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining('nope'),
      hint: expect.stringMatching(/Pull it with `ollama pull nope`\. Installed: tiny-chat:latest/),
    });
  });

  test('an odd name is not offered as a command', async () => {
    const daemon = await daemonThatPlays();
    const { error } = await outcomeOf(
      providerOf(daemon).generateMessages(question({ model: 'x; rm -rf /' })),
    );
    expect(error).toMatchObject({ hint: expect.not.stringContaining('rm -rf') });
  });
});
