import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the user is used up',
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  EROFS: 'the disk is read-only',
  ENOENT: 'it is not there',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
};

/** Gives STORAGE_FAILED with the reason in plain words. Errors of ours are given back as they are. */
export function toStorageError(error: unknown, what: string): NodetoolError {
  if (isNodetoolError(error)) return error;
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const why = WORDS[code] ?? (error instanceof Error ? error.message : String(error));
  return new NodetoolError('STORAGE_FAILED', `${what}: ${why}.`, { cause: error });
}
