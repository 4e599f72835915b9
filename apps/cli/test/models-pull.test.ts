import { Readable, Writable } from 'node:stream';
import { NodetoolError } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import {
  errorLine,
  layerLine,
  linesScript,
  statusLine,
} from '../../../test/support/src/scripted-daemon/index.ts';
import type { Script } from '../../../test/support/src/scripted-daemon/index.ts';
import { PullPrinter } from '../src/output/pull-printer.ts';
import { formatTime } from '../src/output/format-time.ts';
import { runCli, startDaemon } from './run-cli.ts';
import { runOnTerminal } from './run-on-terminal.ts';

const digest = `sha256:${'1ec3124b4810'.padEnd(64, '0')}`;
const manifest = statusLine('pulling manifest');
const half = layerLine(digest, 2_000_000, 1_000_000);
const rest = [
  statusLine('verifying sha256 digest'),
  statusLine('writing manifest'),
  statusLine('success'),
].join('');

async function daemonThatPulls(script: Script) {
  const daemon = await startDaemon();
  daemon.on('POST /api/pull', script);
  return daemon;
}

describe('nodetool models pull', () => {
  test('prints one line for each phase where there is no terminal, and nothing on stdout', async () => {
    const { url } = await daemonThatPulls(linesScript(manifest, half, half, rest));
    const result = await runCli(['models', 'pull', 'llama3.2'], { daemonUrl: url });
    expect(result).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr:
        'Looking the model up.\nDownloading.\nVerifying.\nWriting.\nPulled llama3.2 (2.0 MB).\n',
    });
  });

  test('shows on a terminal one line that changes, and takes it away at the end', async () => {
    const { url } = await daemonThatPulls(linesScript(manifest, half, rest));
    const { stderr } = await runCli(['models', 'pull', 'llama3.2'], {
      daemonUrl: url,
      isTerminal: true,
      environment: { NO_COLOR: '1' },
    });
    expect(stderr).toContain(
      '\rDownloading [############------------] 50 %  1.0 MB of 2.0 MB\u001B[K',
    );
    expect(stderr.endsWith('\r\u001B[KPulled llama3.2 (2.0 MB).\n')).toBe(true);
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });

  test('says when all of it was there already', async () => {
    const { url } = await startDaemon();
    const { stderr } = await runCli(['models', 'pull', 'tiny-chat'], { daemonUrl: url });
    expect(stderr).toMatch(/Pulled tiny-chat \(2\.1 MB\); all of it was there already\.\n$/);
  });

  test('--json prints every step, one object a line', async () => {
    const { url } = await daemonThatPulls(linesScript(manifest, half, rest));
    const result = await runCli(['models', 'pull', 'llama3.2', '--json'], { daemonUrl: url });
    const steps: { phase: string }[] = result.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(steps.map(({ phase }) => phase)).toEqual([
      'manifest',
      'download',
      'verify',
      'write',
      'done',
    ]);
    expect(steps[1]).toMatchObject({ completedBytes: 1_000_000, totalBytes: 2_000_000 });
    expect(result.stderr).toBe('');
  });

  test('Ctrl-C stops it, says how far it was and that a later pull goes on', async () => {
    const daemon = await daemonThatPulls([{ send: manifest + half }, { stall: true }]);
    const controller = new AbortController();
    const result = await runCli(['models', 'pull', 'llama3.2', '--json'], {
      daemonUrl: daemon.url,
      signal: controller.signal,
      onStdout: (text) => {
        if (text.includes('download')) controller.abort();
      },
    });
    expect(result.exitCode).toBe(130);
    expect(result.stderr).toContain('error CANCELLED: The pull of llama3.2 was stopped');
    expect(result.stderr).toContain('`nodetool models pull llama3.2` goes on from there');
    expect(await daemon.requests[0]?.closed).toBe('aborted');
  });

  test('Ctrl-C says how far it was', async () => {
    const daemon = await daemonThatPulls([{ send: manifest + half }, { stall: true }]);
    const controller = new AbortController();
    const { stderr } = await runOnTerminal(['models', 'pull', 'llama3.2', '--insecure'], {
      url: daemon.url,
      signal: controller.signal,
      onStderr: (text) => {
        if (text.includes('50 %')) controller.abort();
      },
    });
    expect(stderr).toContain('was stopped at 50 % (1.0 MB of 2.0 MB).');
    expect(stderr).toContain('`nodetool models pull llama3.2 --insecure`');
    expect(daemon.requests[0]?.body).toEqual({ model: 'llama3.2', insecure: true });
  });

  test('a reader that leaves ends it quietly', async () => {
    const { url } = await daemonThatPulls([{ send: manifest + half }, { stall: true }]);
    const controller = new AbortController();
    const details = { isReaderGone: true };
    const result = await runCli(['models', 'pull', 'llama3.2', '--json'], {
      daemonUrl: url,
      signal: controller.signal,
      onStdout: () => controller.abort(new NodetoolError('CANCELLED', undefined, { details })),
    });
    expect([result.exitCode, result.stderr]).toEqual([130, '']);
  });

  test.each([
    ['pull model manifest: file does not exist', 4, 'MODEL_NOT_FOUND'],
    ['write x: no space left on device', 1, 'Free space'],
  ])('with %j ends with exit code %i', async (words, exitCode, part) => {
    const { url } = await daemonThatPulls(linesScript(manifest, errorLine(words)));
    expect(await runCli(['models', 'pull', 'x'], { daemonUrl: url })).toMatchObject({
      exitCode,
      stderr: expect.stringContaining(part),
    });
  });

  test('needs a name', async () => {
    expect(await runCli(['models', 'pull'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('name of the model'),
    });
  });
});

test('a phase is told once where there is no terminal, and what was kept when it is much', () => {
  let printed = '';
  const stderr = new Writable({
    write: (chunk, _encoding, done) => {
      printed += String(chunk);
      done();
    },
  });
  const { signal } = new AbortController();
  const terminal = { environment: {}, stdin: Readable.from([]), stdout: stderr, stderr, signal };
  const printer = new PullPrinter(terminal, 'x');
  const figures = { totalBytes: 9_000_000, resumedBytes: 4_000_000, status: '' };
  printer.take({ phase: 'download', completedBytes: 4_000_000, ...figures });
  printer.take({
    phase: 'download',
    completedBytes: 7_000_000,
    bytesPerSecond: 2_000_000,
    ...figures,
  });
  printer.take({ phase: 'done', completedBytes: 9_000_000, ...figures });
  expect(printed).toBe('Downloading.\nPulled x (9.0 MB); 4.0 MB of it were there already.\n');
});

test('a narrow terminal gets a shorter bar, and a line is never longer than it is wide', async () => {
  const { url } = await daemonThatPulls(linesScript(manifest, half, rest));
  const words = ['models', 'pull', 'llama3.2'];
  const narrow = await runOnTerminal(words, { url, columns: 48 });
  expect(narrow.stderr).toContain('Downloading [#####-----] 50 %  1.0 MB of 2.0 MB');
  const tiny = await runOnTerminal(words, { url, columns: 20 });
  expect(tiny.exitCode).toBe(0);
  expect(tiny.stderr).toContain('\rDownloading 50 %  1\u001B[K');
  const lines = tiny.stderr.split('\r').filter((line) => line.endsWith('\u001B[K'));
  expect(lines.map((line) => line.length - '\u001B[K'.length)).toEqual(
    expect.arrayContaining([19]),
  );
  expect(Math.max(...lines.map((line) => line.length - '\u001B[K'.length))).toBe(19);
});

test.each([
  [0, '0 s'],
  [21, '21 s'],
  [185, '3 min 5 s'],
  [3600, '1 h'],
  [3840, '1 h 4 min'],
  [2 * 86_400 + 30, '2 d'],
])('%i seconds are said as %s', (seconds, text) => {
  expect(formatTime(seconds)).toBe(text);
});
