import { beforeEach, describe, expect, inject, test } from 'vitest';
import { startOllama } from '../support/src/ollama/ollama-daemon.ts';
import { spawnCli } from './spawned-cli.ts';

const daemon = inject('testDaemon');
const own = 'unavailableReason' in daemon ? undefined : daemon.own;

beforeEach((context) => {
  if ('unavailableReason' in daemon) context.skip(daemon.unavailableReason);
  else if (own === undefined) context.skip('the daemon is not ours to kill');
});

describe('a real daemon that is killed in the middle of an answer', () => {
  test('the text so far is kept, the error is typed, and the exit code is 3', async () => {
    if (own === undefined) return;
    const victim = await startOllama(own);
    const words = [
      'node',
      'run',
      'nodetool.text.Generate',
      '--props',
      '{"prompt":"go","model":"tiny-loop"}',
    ];
    const cli = spawnCli(words, { OLLAMA_API_URL: victim.url });
    await cli.waitFor('loop again');
    victim.kill('SIGKILL');
    const result = await cli.ended;
    await victim.stop();
    expect(result).toMatchObject({
      exitCode: 3,
      stdout: expect.stringMatching(/loop again/),
      stderr: expect.stringContaining('OLLAMA_CONNECTION_LOST'),
    });
  });
});
