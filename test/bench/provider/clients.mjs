// Who is measured, in the order of the table's columns.

/** The baseline of every row. */
export const FLOOR = 'floor';
/** Our provider. */
export const OURS = 'ours';

/** `level` says how a provider of the AI SDK is called; `isExtra` is told below the table, not in a column. */
export const CLIENTS = [
  { id: FLOOR, title: ['floor', ''] },
  { id: OURS, title: ['ours', ''] },
  { id: 'ollama-js', title: ['ollama-js', ''], package: 'ollama' },
  { id: 'langchain', title: ['LangChain', ''], package: '@langchain/ollama' },
  ...[
    { module: 'ours-ai-sdk', name: 'ours, AI SDK' },
    { module: 'ai-sdk-ollama', name: 'ai-sdk-ollama', package: 'ai-sdk-ollama' },
    { module: 'ollama-ai-provider-v2', name: 'v2', package: 'ollama-ai-provider-v2' },
  ].flatMap(({ name, ...client }) =>
    ['doStream', 'streamText'].map((level) => ({
      ...client,
      id: `${client.module} ${level}`,
      level,
      title: [name, level],
    })),
  ),
  { id: 'base64-by-hand', title: ['base64 by hand', ''], isExtra: true },
];

/** The client of this id for an address. Rejects when its package does not load in this Node. */
export async function loadClient(id, url) {
  const { module = id, level } = CLIENTS.find((client) => client.id === id);
  const loaded = await import(`./clients/${module}.mjs`);
  if (level === undefined) return loaded.createClient(url);
  const levels = await import('./clients/ai-sdk-levels.mjs');
  const models = loaded.createModels(url);
  return level === 'doStream' ? levels.modelClient(models) : levels.functionClient(models);
}
