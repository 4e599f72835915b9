import { randomBytes } from 'node:crypto';

/** An id that sorts by time and is safe as the name of a folder: `20261121T051233Z-ab12cd34`. */
export function createRunId(now: Date): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}
