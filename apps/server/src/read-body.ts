import { describePath, NodetoolError } from '@nodetool-ai/graph';
import type { z } from 'zod';

/** Gives the checked body (or query) of a request. Throws REQUEST_INVALID with the place of the mistake. */
export function readBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const checked = schema.safeParse(body);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'body' : describePath(issue.path);
  throw new NodetoolError('REQUEST_INVALID', `${where}: ${issue?.message ?? 'is not valid'}`);
}
