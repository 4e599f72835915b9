import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '@nodetool-ai/graph';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { nodeOnMat, openEditor, pressRun } from '../editor/editor-page.ts';
import { serveEditor } from '../editor/serve-editor.ts';
import { runSpawnedCli, spawnCli } from '../spawned-cli.ts';
import { describeInstall, makeCleanHome, receivedBytes, sizeOf, tell } from './clean-home.ts';
import type { CleanHome } from './clean-home.ts';
import { isOllamaThere, OLLAMA_IS_THERE } from './default-daemon.ts';
import { exampleFile, MARKED_EXAMPLES, markedNames } from './marked-examples.ts';

const isFull = process.env['NODETOOL_TEST_FULL'] === '1';
/** A download of 240 MB over a slow line. */
const INSTALL_MS = 600_000;

beforeEach(async (context) => {
  if (!isFull) context.skip('it downloads 240 MB: set NODETOOL_TEST_FULL=1');
  if (await isOllamaThere()) context.skip(OLLAMA_IS_THERE);
});

test('every example that is marked is tried here', () => {
  expect(MARKED_EXAMPLES.map(({ name }) => name).toSorted()).toEqual(markedNames().toSorted());
});

describe('a newcomer with a shell', () => {
  let home: CleanHome;
  beforeAll(() => {
    home = makeCleanHome();
  });
  afterAll(() => home.remove());

  const nodetool = (...words: readonly string[]) => runSpawnedCli(words, home.environment);
  const starterFolder = () => join(home.data, 'starter');
  const FRANCE = '{"prompt":"What is the capital of France?","temperature":0}';
  const askFrance = () => nodetool('node', 'run', 'nodetool.text.Generate', '--props', FRANCE);

  test('is told in one line how to get the starter', async () => {
    const { exitCode, stdout, stderr } = await askFrance();
    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error OLLAMA_UNREACHABLE: .*\n.*`nodetool starter install`.*\n$/);
  });

  test('gets nothing that was not agreed to', async () => {
    const { exitCode, stderr } = await nodetool('starter', 'install');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/say --yes to install it \(\d+ MB to download, \d+ MB on disk\)/);
    expect(sizeOf(starterFolder())).toBe(0);
  });

  test(
    'installs it',
    async () => {
      const receivedBefore = receivedBytes();
      const startedAt = performance.now();
      const { exitCode, stderr } = await nodetool('starter', 'install', '--yes');
      const measured = describeInstall(startedAt, receivedBefore, starterFolder());
      expect(stderr).toContain('The starter engine is installed');
      expect(exitCode).toBe(0);
      tell(`starter install --yes in a clean home: ${measured}`);
      const status: unknown = JSON.parse((await nodetool('starter', 'status', '--json')).stdout);
      expect(status).toMatchObject({
        isSupported: true,
        isInstalled: true,
        folder: starterFolder(),
        parts: [
          { id: 'engine', isInstalled: true },
          { id: 'smollm2:135m', isInstalled: true },
          { id: 'all-minilm:latest', isInstalled: true },
        ],
        models: [{ name: 'all-minilm:latest' }, { name: 'smollm2:135m' }],
      });
      // Nothing half-done is left, and the disk has what was announced, give or take a tenth.
      expect(sizeOf(join(starterFolder(), 'downloads'))).toBe(0);
      const announced = isRecord(status) && Array.isArray(status['parts']) ? status['parts'] : [];
      const bytes = announced.reduce((sum: number, part) => sum + Number(part.diskBytes), 0);
      expect(Math.abs(sizeOf(starterFolder()) / bytes - 1)).toBeLessThan(0.1);
    },
    INSTALL_MS,
  );

  test('asks a question and gets the answer', async () => {
    const startedAt = performance.now();
    const { exitCode, stdout } = await askFrance();
    const seconds = (performance.now() - startedAt) / 1000;
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/\bParis\b/),
    });
    tell(`node run Generate, the whole command: ${seconds.toFixed(1)} s`);
  });

  test('embeds a sentence', async () => {
    const words = ['node', 'run', 'nodetool.text.Embed', '--input', 'text=A cat sleeps.', '--json'];
    const { stdout } = await nodetool(...words);
    const { outputs } = Object(JSON.parse(stdout));
    const numbers: readonly number[] = outputs.embedding;
    expect(numbers).toHaveLength(384);
    expect(Math.hypot(...numbers)).toBeCloseTo(1, 5);
  });

  test.each(MARKED_EXAMPLES)('runs the example $name to its right result', async (example) => {
    const { name, shownBy, isRight, others } = example;
    const resultOf = async (...more: readonly string[]): Promise<unknown> => {
      const result = await nodetool('run', exampleFile(name), '--json', ...more);
      expect(result).toMatchObject({ exitCode: 0 });
      return Object(JSON.parse(result.stdout)).outputs[shownBy].value;
    };
    expect(await resultOf()).toSatisfy(isRight);
    for (const [parameter, value, isOtherRight] of others)
      expect(await resultOf('--param', `${parameter}=${value}`)).toSatisfy(isOtherRight);
  });

  test('gets all of the room back', async () => {
    const { exitCode, stderr } = await nodetool('starter', 'remove', '--all', '--yes');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^Removed .*\. \d+ MB are free again\.$/m);
    expect(sizeOf(starterFolder())).toBe(0);
    expect((await askFrance()).exitCode).toBe(3);
  });

  test(
    'whose installation is killed by kill -9 installs again, and it is whole',
    async () => {
      const cli = spawnCli(['starter', 'install', '--yes', '--json'], home.environment);
      await cli.waitFor('"part":"SmolLM2 135M","status":"downloading"');
      cli.child.kill('SIGKILL');
      await cli.ended;
      const engines = join(starterFolder(), 'engines');
      expect(readdirSync(engines)).toHaveLength(1);
      const again = await nodetool('starter', 'install', '--yes');
      expect(again).toMatchObject({
        exitCode: 0,
        stderr: expect.not.stringContaining('Engine: downl'),
      });
      expect(readdirSync(join(starterFolder(), 'downloads'))).toEqual([]);
      expect((await askFrance()).stdout).toMatch(/\bParis\b/);
      await nodetool('starter', 'remove', '--all', '--yes');
    },
    INSTALL_MS,
  );
});

describe('a newcomer with a browser', () => {
  async function valueOn(page: Page, shownBy: string): Promise<unknown> {
    const text = await nodeOnMat(page, shownBy)
      .locator('.output :is(.value, .streamed-text)')
      .innerText();
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }

  test(
    'presses Install and runs every marked example to its right result',
    async () => {
      const home = makeCleanHome();
      onTestFinished(home.remove);
      const browser = await launchBrowser();
      onTestFinished(() => browser.close());
      const { environment, data } = home;
      const server = await serveEditor('', { home: data, environment });
      onTestFinished(() => server.stop());
      const { page, problems } = await openEditor(browser, server.launchUrl);

      const column = page.locator('.column.starter');
      await column.waitFor();
      expect(existsSync(join(data, 'starter', 'engines'))).toBe(false);
      const receivedBefore = receivedBytes();
      const startedAt = performance.now();
      await column.getByRole('button', { name: /^Install, \d+ MB$/ }).click();
      const bar = column.getByRole('progressbar');
      await bar.waitFor();
      const seen = new Set<string>();
      const isReady = column.getByText('Ready: it answers now');
      await expect
        .poll(
          async () => {
            if ((await bar.count()) > 0)
              seen.add((await bar.getAttribute('value', { timeout: 500 }).catch(() => null)) ?? '');
            return isReady.isVisible();
          },
          { timeout: INSTALL_MS, interval: 250 },
        )
        .toBe(true);
      tell(
        `Install on the page: ${describeInstall(startedAt, receivedBefore, join(data, 'starter'))}`,
      );
      expect(seen.size).toBeGreaterThan(4);
      expect(await page.locator('.engine-badge').innerText()).toContain('Starter engine');

      for (const [index, { title, shownBy, isRight }] of MARKED_EXAMPLES.entries()) {
        if (index > 0) await page.getByRole('button', { name: 'New workflow' }).click();
        const cards = page.locator(index === 0 ? '.example-cards button' : '.empty-mat button');
        await cards.filter({ hasText: title }).click();
        await nodeOnMat(page, shownBy).waitFor();
        await pressRun(page);
        expect(await page.locator('.run-bar').innerText(), title).toContain('Done');
        expect(await valueOn(page, shownBy), title).toSatisfy(isRight);
      }
      expect(problems).toEqual([]);
    },
    INSTALL_MS,
  );
});
