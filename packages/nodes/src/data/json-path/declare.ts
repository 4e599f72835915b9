import { defineNode, port } from '@nodetool-ai/graph';
import { z } from 'zod';
import { parsePath } from '../../json/parse-path.ts';

/** `nodetool.data.JsonPath`: picks a value out of JSON. */
export const declaration = defineNode({
  type: 'nodetool.data.JsonPath',
  version: 1,
  title: 'JSON path',
  description:
    'Picks a value out of JSON, also out of JSON in the answer of a model.\njson, extract, field, property, pick, parse, query',
  inputs: {
    json: {
      type: port.any,
      required: true,
      title: 'JSON',
      description:
        'JSON, or text with JSON in it: all of the text, else the first fenced block that is JSON, else the first object or list in it.',
    },
  },
  outputs: {
    value: {
      type: port.json,
      title: 'Value',
      description: 'What the path leads to; a list when the path has [*].',
    },
  },
  props: z.object({
    path: z
      .string()
      .max(1000)
      .default('$')
      .superRefine((path, context) => {
        const parsed = parsePath(path);
        if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.reason });
      })
      .describe(
        'Where the value is: `$.a[0].b`, `a.b`, `a["odd name"]`, `items[-1]` (from the end), `items[*].name` (of all). `$` is everything.',
      ),
    fallback: z
      .json()
      .optional()
      .describe('The value to give when there is none, or no JSON at all. Not given: an error.'),
  }),
  needs: [],
  effects: 'pure',
});
