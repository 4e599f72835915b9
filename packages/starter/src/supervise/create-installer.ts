import { NodetoolError } from '@nodetool-ai/graph';
import type { StarterFolder } from '../folder/starter-folder.ts';
import type { StarterInstaller } from './starter-installer.ts';

/** The installer of the parts that this package names. Touches nothing yet. */
export function createInstaller(
  _folder: StarterFolder,
  _environment: Readonly<Record<string, string | undefined>>,
): StarterInstaller {
  return {
    unsupportedCause: () => undefined,
    parts: () => Promise.resolve([]),
    engineFolder: () => Promise.resolve(undefined),
    install: () => Promise.reject(new NodetoolError('STARTER_UNSUPPORTED')),
  };
}
