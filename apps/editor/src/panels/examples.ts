import { parseWorkflow } from '@nodetool-ai/graph';
import type { Workflow } from '@nodetool-ai/graph';

/** An example that ships with the editor. */
export interface Example {
  readonly name: string;
  readonly title: string;
  readonly needs: string;
  /** The types that it is about. */
  readonly types: readonly ('text' | 'image' | 'embedding' | 'json')[];
}

/** The examples, in the order of the list. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'first-answer',
    title: 'First answer',
    needs: 'a model that answers text',
    types: ['text'],
  },
  {
    name: 'summarise-text',
    title: 'Summarise a text',
    needs: 'a model that answers text',
    types: ['text'],
  },
  {
    name: 'describe-image',
    title: 'Describe an image',
    needs: 'a model that sees images',
    types: ['image', 'text'],
  },
  {
    name: 'compare-sentences',
    title: 'Compare sentences',
    needs: 'a model that embeds',
    types: ['text', 'embedding'],
  },
  {
    name: 'compare-models',
    title: 'Compare two models',
    needs: 'two models that answer text',
    types: ['text'],
  },
  {
    name: 'extract-json',
    title: 'Text to JSON',
    needs: 'a model that answers text',
    types: ['text', 'json'],
  },
];

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
