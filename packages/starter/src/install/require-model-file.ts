import { NodetoolError } from '@nodetool-ai/graph';
import { inspectModel } from '../inference/inspect-model.ts';

/** Throws MODEL_FILE_INVALID, with the reason, for a file that is not a whole GGUF. `shown` is its name for people. */
export async function requireModelFile(file: string, shown: string): Promise<void> {
  try {
    await inspectModel(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NodetoolError('MODEL_FILE_INVALID', `${shown} cannot be used: ${why}.`, {
      cause: error,
    });
  }
}
