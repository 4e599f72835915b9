import type { ProviderTool } from '../../src/providers/messages.ts';

/** A tool with the arguments that the types name. */
export function tool(name: string, types: Readonly<Record<string, string>>): ProviderTool {
  const properties = Object.fromEntries(
    Object.entries(types).map(([key, type]) => [key, { type }]),
  );
  return { name, inputSchema: { type: 'object', properties } };
}

/** The tools that most tests offer. */
export const tools: readonly ProviderTool[] = [
  tool('search', { query: 'string', limit: 'integer' }),
  tool('save', { data: 'object', items: 'array', n: 'integer' }),
  tool('my-tool', { q: 'string' }),
  tool('files.read', { path: 'string' }),
  { name: 'now' },
];
