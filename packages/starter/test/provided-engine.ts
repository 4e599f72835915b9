import { isNodetoolError } from '@nodetool-ai/graph';
import { findEngine } from '../src/install/engine-folder.ts';
import { ModelLibrary } from '../src/library/model-library.ts';
import { providedStarter } from './provided-starter.ts';

/** What tests of real inference stand on. */
export interface ProvidedEngine {
  /** Has `node_modules/node-llama-cpp`. */
  readonly engineFolder: string;
  /** SmolLM2-135M-Instruct. */
  readonly chatFile: string;
  /** all-MiniLM-L6-v2. */
  readonly embedFile: string;
}

/**
 * Gives the engine and two models from the tests' cache folder, installed first if need be. Gives the reason instead when
 * they cannot be had; in CI that is a failure.
 */
export async function provideEngine(): Promise<ProvidedEngine | string> {
  try {
    const folder = await providedStarter();
    const library = new ModelLibrary(folder);
    const [chat, embed] = await Promise.all([
      library.find('smollm2:135m'),
      library.find('all-minilm'),
    ]);
    const engineFolder = await findEngine(folder);
    if (engineFolder === undefined || chat === undefined || embed === undefined)
      throw new Error('The starter engine is not whole after it was installed.');
    return { engineFolder, chatFile: chat.file, embedFile: embed.file };
  } catch (error) {
    if (isNodetoolError(error) && process.env['CI'] !== 'true') return error.message;
    throw error;
  }
}
