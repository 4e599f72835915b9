import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runEventSchema } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { chatLine, jsonScript } from '../../../test/support/src/scripted-daemon/index.ts';
import { runCli, startDaemon, temporaryFolder } from './run-cli.ts';

const generate = ['node', 'run', 'nodetool.text.Generate'];
const props = (data: object) => ['--props', JSON.stringify(data)];

describe('nodetool node run', () => {
  test('prints the answer and nothing else in a pipe', async () => {
    const { url } = await startDaemon();
    const result = await runCli(
      [...generate, ...props({ prompt: 'hello', provider: 'ollama', model: 'tiny-chat:latest' })],
      { daemonUrl: url },
    );
    expect(result).toMatchObject({ exitCode: 0, stdout: 'The answer is 42.\n', stderr: '' });
  });

  test('prints the answer as it comes', async () => {
    const daemon = await startDaemon();
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    daemon.on('POST /api/chat', [
      { send: chatLine({ content: 'first ' }) },
      { waitFor: gate },
      { send: chatLine({ content: 'second' }) },
      { send: '{"done":true}\n' },
    ]);
    const pieces: string[] = [];
    const onStdout = (text: string) => {
      pieces.push(text);
      goOn();
    };
    const { stdout } = await runCli([...generate, ...props({ prompt: 'x', model: 'tiny-chat' })], {
      daemonUrl: daemon.url,
      onStdout,
    });
    expect(pieces[0]).toBe('first ');
    expect(stdout).toBe('first second\n');
  });

  test('shows thinking and speed on a terminal only, and not when it is told to be quiet', async () => {
    const { url } = await startDaemon();
    const words = [...generate, ...props({ prompt: 'x', model: 'tiny-chat' })];
    const loud = await runCli(words, { daemonUrl: url, isTerminal: true });
    // oxlint-disable-next-line no-control-regex -- colours are what is taken out
    expect(loud.stderr.replaceAll(/\u001B\[\d+m/g, '')).toContain('Let me think briefly.\n');
    expect(loud.stderr).toMatch(/tokens\/s/);
    const quiet = await runCli([...words, '--quiet'], { daemonUrl: url, isTerminal: true });
    expect(quiet.stderr).toBe('');
  });

  test('takes control characters out of what a model says, on a terminal', async () => {
    const daemon = await startDaemon();
    daemon.on('POST /api/chat', [
      { send: chatLine({ content: 'a\u001B]0;title\u0007b\u001B[2Jc\rd' }) + '{"done":true}\n' },
    ]);
    const { stdout } = await runCli([...generate, ...props({ prompt: 'x', model: 'tiny-chat' })], {
      daemonUrl: daemon.url,
      isTerminal: true,
    });
    expect(stdout).toBe('abcd\n');
  });

  test('with --json prints one object', async () => {
    const { url } = await startDaemon();
    const { stdout } = await runCli(
      [...generate, ...props({ prompt: 'x', model: 'tiny-chat' }), '--json'],
      { daemonUrl: url },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      nodeType: 'nodetool.text.Generate',
      outputs: { text: 'The answer is 42.', thinking: expect.stringContaining('briefly') },
      usage: { outputTokens: 9 },
    });
  });

  test('with --jsonl prints every event, each by its schema', async () => {
    const { url } = await startDaemon();
    const { stdout } = await runCli(
      [...generate, ...props({ prompt: 'x', model: 'tiny-chat' }), '--jsonl'],
      { daemonUrl: url },
    );
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => runEventSchema.parse(JSON.parse(line)));
    expect(events.at(0)?.type).toBe('run-start');
    expect(events.at(-1)).toMatchObject({ type: 'run-end', status: 'completed' });
  });

  test('takes props from a file, from stdin, and inputs one by one', async () => {
    const { url } = await startDaemon();
    const file = join(temporaryFolder(), 'props.json');
    writeFileSync(file, '{"prompt":"x"}');
    const model = ['--model', 'tiny-chat', '--quiet'];
    for (const [words, stdin] of [
      [['--props', `@${file}`], undefined],
      [['--props', '-'], '{"prompt":"x"}'],
      [['--input', 'prompt=x', '--input', 'temperature=0'], undefined],
    ] as const) {
      const result = await runCli([...generate, ...words, ...model], {
        daemonUrl: url,
        ...(stdin === undefined ? {} : { stdin }),
      });
      expect(result).toMatchObject({ exitCode: 0, stdout: 'The answer is 42.\n' });
    }
  });

  test('takes an image from a file, by what it holds and not by its name', async () => {
    const { url } = await startDaemon();
    const folder = temporaryFolder();
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    writeFileSync(join(folder, 'picture'), Buffer.from(png, 'base64'));
    writeFileSync(join(folder, 'fake.png'), 'no picture');
    const vision = ['node', 'run', 'nodetool.image.Vision', '--model', 'tiny-vision', '--input'];
    expect(
      await runCli([...vision, `image=@${join(folder, 'picture')}`], { daemonUrl: url }),
    ).toMatchObject({ exitCode: 0, stdout: 'I see an image.\n' });
    expect(
      await runCli([...vision, `image=@${join(folder, 'fake.png')}`], { daemonUrl: url }),
    ).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('IMAGE_INVALID') });
    expect(await runCli([...vision, 'image=picture'], { daemonUrl: url })).toMatchObject({
      exitCode: 2,
    });
  });

  test('prints vectors as JSON', async () => {
    const { url } = await startDaemon();
    const { stdout } = await runCli(
      ['node', 'run', 'nodetool.text.Embed', '--model', 'all-minilm', '--input', 'text=hello'],
      { daemonUrl: url },
    );
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ length: 384 })]);
  });
});

describe('exit codes', () => {
  const ask = (model = 'tiny-chat') => [...generate, ...props({ prompt: 'x', model })];

  test('3 when no daemon answers, and what to do', async () => {
    const result = await runCli(ask());
    expect(result).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/OLLAMA_UNREACHABLE.*ollama serve/s),
    });
  });

  test('3 when the daemon dies in the middle, and the text so far is there', async () => {
    const daemon = await startDaemon();
    daemon.on('POST /api/chat', [{ send: chatLine({ content: 'so far' }) }, { stall: true }]);
    const result = await runCli(ask(), {
      daemonUrl: daemon.url,
      onStdout: () => void daemon.kill(),
    });
    expect(result).toMatchObject({
      exitCode: 3,
      stdout: 'so far\n',
      stderr: expect.stringContaining('OLLAMA_CONNECTION_LOST'),
    });
  });

  test('4 when the model is not installed, with those that are', async () => {
    const { url } = await startDaemon();
    const result = await runCli(ask('nothing'), { daemonUrl: url });
    expect(result).toMatchObject({
      exitCode: 4,
      stderr: expect.stringMatching(/ollama pull nothing.*tiny-chat:latest/s),
    });
  });

  test('4 when no model is chosen', async () => {
    const { url } = await startDaemon();
    expect(await runCli(ask(''), { daemonUrl: url })).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('MODEL_NOT_CHOSEN'),
    });
  });

  test('1 when the run fails otherwise', async () => {
    const daemon = await startDaemon();
    daemon.on(
      'POST /api/chat',
      jsonScript({ error: 'model requires more system memory (8.4 GiB) than is available' }, 500),
    );
    expect(await runCli(ask(), { daemonUrl: daemon.url })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('8.4 GiB'),
    });
  });

  test('1 when the time runs out, and the daemon sees the socket close', async () => {
    const daemon = await startDaemon();
    const seen = daemon.nextRequest('/api/chat');
    const result = await runCli([...ask('tiny-loop'), '--timeout', '200ms'], {
      daemonUrl: daemon.url,
    });
    expect(result).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('NODE_TIMED_OUT'),
    });
    expect(await (await seen).closed).toBe('aborted');
  });

  test('130 when it is cancelled, and the daemon sees the socket close', async () => {
    const daemon = await startDaemon();
    const seen = daemon.nextRequest('/api/chat');
    const controller = new AbortController();
    const result = await runCli(ask('tiny-loop'), {
      daemonUrl: daemon.url,
      signal: controller.signal,
      onStdout: () => controller.abort(),
    });
    expect(result.exitCode).toBe(130);
    expect(result.stdout).toContain('loop');
    expect(await (await seen).closed).toBe('aborted');
  });

  test.each([
    [['node', 'run']],
    [['node', 'run', 'nodetool.text.Generat', '--input', 'prompt=x']],
    [[...generate, '--props', '{']],
    [[...generate, '--props', '[]']],
    [[...generate, '--unknown']],
    [[...generate, '--input', 'prompt']],
    [[...generate, '--input', 'nothing=1']],
    [[...generate, '--timeout', 'soon', '--input', 'prompt=x', '--model', 'x']],
    [['nonsense']],
    [['node', 'nonsense']],
  ])('2 for %j, without a stack', async (words) => {
    const result = await runCli(words);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(/^error (USAGE|NODE_TYPE_UNKNOWN): .+\n.+\n$/);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  test('a mistyped node type gets a near name', async () => {
    expect((await runCli(['node', 'run', 'nodetool.text.Generat'])).stderr).toContain(
      'nodetool.text.Generate',
    );
  });
});

describe('in production', () => {
  const environment = { NODETOOL_ENV: 'production' };

  test('there is no Ollama: nodes and lists say why', async () => {
    const { url } = await startDaemon();
    for (const words of [
      [...generate, ...props({ prompt: 'x', model: 'tiny-chat' })],
      ['models', 'list'],
    ]) {
      const result = await runCli(words, { daemonUrl: url, environment });
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toMatch(/PROVIDER_NOT_AVAILABLE.*NODETOOL_ENV/s);
    }
  });
});
