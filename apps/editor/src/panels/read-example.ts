import { parseWorkflow } from '@nodetool-ai/graph';
import type { Workflow } from '@nodetool-ai/graph';

const files = import.meta.glob<string>('../../../../examples/*.json', {
  query: '?raw',
  import: 'default',
});

/** Reads an example; its file ships with the editor and is fetched from our own server only. */
export async function readExample(name: string): Promise<Workflow> {
  const load = files[`../../../../examples/${name}.json`];
  if (load === undefined) throw new Error(`There is no example ${name}.`);
  return parseWorkflow(await load());
}
