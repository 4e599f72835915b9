import { TEST_MODEL_NAMES, TINY_MODELS } from '../tiny-models/model-definitions.ts';
import { createModels } from './create-models.ts';
import { realModels } from './fetch-weights.ts';
import { installOllama } from './install-ollama.ts';
import { completeInstallOptions } from './install-options.ts';
import type { InstallContext, InstallOptions } from './install-options.ts';
import { provideModelStore } from './model-store.ts';
import { askVersion, startOllama } from './ollama-daemon.ts';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** A daemon with all test models in it. */
export interface TestDaemon {
  readonly url: string;
  readonly version: string;
  /** Which model to take for what. */
  readonly models: typeof TEST_MODEL_NAMES;
  /** The program that it was started from, and its models; absent when it is somebody else's daemon. */
  readonly own?: { readonly binary: string; readonly modelsFolder: string };
  /** Ends a daemon of our own; leaves somebody else's alone. */
  readonly stop: () => Promise<void>;
}

/**
 * Gives the daemon that NODETOOL_TEST_OLLAMA names, else one of our own, installed first if need be, with the tiny
 * models and the real ones. Rejects with TestDaemonUnavailable when it cannot be had.
 */
export async function provideTestDaemon(options: InstallOptions = {}): Promise<TestDaemon> {
  const context = completeInstallOptions(options);
  const named = context.environment['NODETOOL_TEST_OLLAMA'];
  if (named !== undefined && named !== '') return useNamedDaemon(named, context);
  const installed = await installOllama(context);
  const modelsFolder = await provideModelStore(installed, context);
  const { binary } = installed;
  const { url, version, stop } = await startOllama({ binary, modelsFolder });
  try {
    // A test that deletes a model, or was cut off while it did, leaves a gap.
    await createModels(url, [...TINY_MODELS, ...realModels(context)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, version, models: TEST_MODEL_NAMES, own: { binary, modelsFolder }, stop };
}

async function useNamedDaemon(named: string, context: InstallContext): Promise<TestDaemon> {
  const url = named.replace(/\/+$/, '');
  context.onProgress(`using the daemon at ${url}, and creating the test models in it`);
  const version = await askVersion(url);
  if (version === undefined)
    throw new TestDaemonUnavailable(`NODETOOL_TEST_OLLAMA names ${url}, which does not answer.`);
  await createModels(url, TINY_MODELS, 'replace');
  // The person may have these two under the same names, from elsewhere: they are left as they are.
  await createModels(url, realModels(context), 'keep');
  return { url, version, models: TEST_MODEL_NAMES, stop: () => Promise.resolve() };
}
