import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { TINY_MODELS } from '../tiny-models/model-definitions.ts';
import { OLLAMA_VERSION, testCacheFolder } from './cache-folder.ts';
import { createModels } from './create-models.ts';
import { fetchRealModels } from './fetch-weights.ts';
import { installOllama } from './install-ollama.ts';
import type { ReportProgress } from './install-ollama.ts';
import { startOllama } from './ollama-daemon.ts';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** A daemon with all test models in it. */
export interface TestDaemon {
  readonly url: string;
  readonly version: string;
  /** The program that it was started from, and its models; absent when it is somebody else's daemon. */
  readonly own?: { readonly binary: string; readonly modelsFolder: string };
  stop(): Promise<void>;
}

/**
 * Gives the daemon that NODETOOL_TEST_OLLAMA names, else one of our own, installed first if need be, with the tiny
 * models and the real ones. Rejects with TestDaemonUnavailable when it cannot be had.
 */
export async function provideTestDaemon(report: ReportProgress = () => {}): Promise<TestDaemon> {
  const named = process.env['NODETOOL_TEST_OLLAMA'];
  if (named !== undefined && named !== '') return useNamedDaemon(named.replace(/\/$/, ''), report);
  const { binary } = await installOllama(report);
  const realModels = await fetchRealModels(report);
  const modelsFolder = join(
    testCacheFolder(),
    `ollama-${OLLAMA_VERSION}`,
    `models-${await definitionsDigest()}`,
  );
  mkdirSync(modelsFolder, { recursive: true });
  const daemon = await startOllama({ binary, modelsFolder });
  try {
    report('creating the models');
    await createModels(daemon.url, [...TINY_MODELS, ...realModels]);
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return {
    url: daemon.url,
    version: daemon.version,
    own: { binary, modelsFolder },
    stop: () => daemon.stop(),
  };
}

async function useNamedDaemon(url: string, report: ReportProgress): Promise<TestDaemon> {
  report(`using the daemon at ${url}`);
  let version = 'unknown';
  try {
    const body: { version?: string } = JSON.parse(await (await fetch(`${url}/api/version`)).text());
    version = body.version ?? version;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TestDaemonUnavailable(
      `NODETOOL_TEST_OLLAMA names ${url}, which does not answer: ${why}`,
    );
  }
  await createModels(url, [...TINY_MODELS, ...(await fetchRealModels(report))]);
  return { url, version, stop: () => Promise.resolve() };
}

/** Changes with every byte of the tiny models, so that a changed generator never meets an old store. */
async function definitionsDigest(): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, files, template, parameters } of TINY_MODELS) {
    hash.update(JSON.stringify([name, template, parameters]));
    for (const make of Object.values(files)) hash.update(await make());
  }
  return hash.digest('hex').slice(0, 12);
}
