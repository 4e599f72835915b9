import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runTool } from '../../src/install/run-tool.ts';
import { stillRunning, temporaryFolder, writeProgram } from '../temporary-folder.ts';

function options(signal = new AbortController().signal) {
  const folder = temporaryFolder();
  return { folder, logFile: join(folder, 'log'), environment: { PATH: folder }, signal };
}

describe.skipIf(process.platform === 'win32')('a tool', () => {
  test('runs in its folder with its environment, and its output goes to the log', async () => {
    const how = { ...options(), onStillRunning: () => {} };
    writeProgram(how.folder, 'tool', 'pwd', 'echo "$GREETING $1"', 'echo wrong >&2');
    const environment = { ...how.environment, GREETING: 'hello' };
    await runTool('tool', ['world'], { ...how, environment });
    expect(readFileSync(how.logFile, 'utf8')).toContain(`${how.folder}\nhello world\nwrong\n`);
  });

  test('that fails is told with its exit code and the last 20 lines of its output', async () => {
    const how = options();
    writeProgram(how.folder, 'tool', 'for n in $(seq 1 30); do echo "line $n."; done', 'exit 3');
    const error = await runTool('tool', ['build', 'all', 'rest'], how).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'ToolError', isMissing: false });
    expect(error.message).toContain('tool build all failed with exit code 3');
    expect(error.message).toMatch(/line 11\.\n(line \d+\.\n)+line 30\.$/);
    expect(error.message).not.toContain('line 10.');
  });

  test('that does not exist is told apart from one that fails', async () => {
    await expect(runTool('no-such-tool', [], options())).rejects.toMatchObject({
      isMissing: true,
      message: 'there is no program no-such-tool',
    });
  });

  test('that is called off is gone with all that it started', async () => {
    const controller = new AbortController();
    const how = options(controller.signal);
    const pids = join(how.folder, 'pids');
    writeProgram(how.folder, 'tool', 'sleep 1000 &', `echo "$$ $!" > '${pids}'`, 'wait');
    writeFileSync(pids, '');
    const running = runTool('tool', [], how);
    await expect.poll(() => readFileSync(pids, 'utf8')).toMatch(/^\d+ \d+\n$/);
    controller.abort(new Error('called off'));
    await expect(running).rejects.toThrow('called off');
    const started = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
    await expect.poll(() => stillRunning(started)).toEqual([]);
  });

  test('is not started when it was called off before', async () => {
    const how = options(AbortSignal.abort(new Error('called off')));
    writeProgram(how.folder, 'tool', 'echo started');
    await expect(runTool('tool', [], how)).rejects.toThrow('called off');
  });
});
