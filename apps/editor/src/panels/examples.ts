/** An example that ships with the editor. */
export interface Example {
  readonly name: string;
  readonly title: string;
  /** What kind of model it needs; `starter`: the small ones of the starter engine do it well. */
  readonly needs: 'starter' | 'a 3B model' | 'two models of 3B' | 'a vision model';
  /** The types that it is about. */
  readonly types: readonly ('text' | 'image' | 'embedding' | 'json')[];
  /** The node whose sign stands for it. */
  readonly sign: string;
}

/** The examples, in the order of the list: those that run on the starter first. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'receipt-to-json',
    title: 'Receipt to JSON',
    needs: 'starter',
    types: ['text', 'json'],
    sign: 'nodetool.data.JsonPath',
  },
  {
    name: 'compare-sentences',
    title: 'Compare sentences',
    needs: 'starter',
    types: ['text', 'embedding'],
    sign: 'nodetool.text.Embed',
  },
  {
    name: 'sort-reviews',
    title: 'Sort a review',
    needs: 'starter',
    types: ['text', 'json'],
    sign: 'nodetool.text.Template',
  },
  {
    name: 'short-fact',
    title: 'A short fact',
    needs: 'starter',
    types: ['text'],
    sign: 'nodetool.text.Generate',
  },
  {
    name: 'person-to-json',
    title: 'Person to JSON',
    needs: 'starter',
    types: ['text', 'json'],
    sign: 'nodetool.data.JsonPath',
  },
  {
    name: 'first-answer',
    title: 'First answer',
    needs: 'a 3B model',
    types: ['text'],
    sign: 'nodetool.text.Generate',
  },
  {
    name: 'summarise-text',
    title: 'Summarise a text',
    needs: 'a 3B model',
    types: ['text'],
    sign: 'nodetool.text.Template',
  },
  {
    name: 'describe-image',
    title: 'Describe an image',
    needs: 'a vision model',
    types: ['image', 'text'],
    sign: 'nodetool.image.Vision',
  },
  {
    name: 'compare-models',
    title: 'Compare two models',
    needs: 'two models of 3B',
    types: ['text'],
    sign: 'nodetool.text.Generate',
  },
  {
    name: 'extract-json',
    title: 'Text to JSON',
    needs: 'a 3B model',
    types: ['text', 'json'],
    sign: 'nodetool.data.JsonPath',
  },
];

/** What an example needs, in a few words for beside its title. */
export function exampleNeed({ needs }: Example): string {
  return needs === 'starter' ? 'runs on the starter' : `needs ${needs}`;
}

/** What a newcomer is shown: all that run on the starter, then the first of each other kind. */
export function firstExamples(): readonly Example[] {
  const isFirst = ({ needs }: Example, index: number) =>
    needs === 'starter' || EXAMPLES.findIndex((other) => other.needs === needs) === index;
  return EXAMPLES.filter(isFirst);
}
