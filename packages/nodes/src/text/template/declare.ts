import { defineNode, port } from '@nodetool-ai/graph';
import type { InputDeclaration } from '@nodetool-ai/graph';
import { z } from 'zod';
import { parseTemplate, refusedName } from './parse-template.ts';

const outputs = {
  text: { type: port.text, title: 'Text', description: 'The template with its values.' },
} as const;

/** Inputs and settings share one namespace. */
const SETTINGS = ['template'];

/** `nodetool.text.Template`: puts values into a text. Every placeholder is an input. */
export const declaration = defineNode({
  type: 'nodetool.text.Template',
  version: 1,
  title: 'Template',
  description:
    'Puts values into a text: every {{ name }} in it becomes an input.\nprompt, format, fill, placeholder, variables, join',
  inputs: {},
  outputs,
  props: z.object({
    template: z
      .string()
      .max(1_000_000)
      .default('')
      .superRefine((template, context) => {
        for (const part of parseTemplate(template)) {
          const name = part.kind === 'placeholder' && refusedName(part.path, SETTINGS);
          if (typeof name === 'string')
            context.addIssue({ code: 'custom', message: `${name} cannot be a placeholder` });
        }
      })
      .describe(
        'Text with placeholders: `{{ name }}`, or `{{ name.key }}` for a part of JSON. Lists and objects are written as JSON.',
      ),
  }),
  needs: [],
  effects: 'pure',
  resolvePorts: (data) => ({ inputs: placeholderInputs(data['template']), outputs }),
});

function placeholderInputs(template: unknown): Readonly<Record<string, InputDeclaration>> {
  if (typeof template !== 'string') return {};
  const inputs = new Map<string, InputDeclaration>();
  for (const part of parseTemplate(template)) {
    if (part.kind !== 'placeholder' || refusedName(part.path, SETTINGS) !== undefined) continue;
    const [name = ''] = part.path;
    inputs.set(name, { type: port.any, required: true, title: name });
  }
  return Object.fromEntries(inputs);
}
