import type { Terminal } from '../terminal.ts';
import { readNamedFile, readSource } from './read-source.ts';
import { usageError } from './usage-error.ts';

/** The text of a workflow: a file, or `-` for what comes on stdin. Rejects with USAGE or FILE_NOT_READABLE. */
export async function readWorkflowText(path: string, terminal: Terminal): Promise<string> {
  if (path === '') throw usageError('Say which workflow file.', 'run');
  return path === '-' ? readSource('-', terminal) : (await readNamedFile(path)).toString('utf8');
}
