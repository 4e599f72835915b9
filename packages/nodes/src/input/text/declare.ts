import { defineNode, port } from '@nodetool-ai/graph';
import { inputSettingsSchema } from '../input-settings.ts';

/** `nodetool.input.Text`: a text that is given when the workflow is run. */
export const declaration = defineNode({
  type: 'nodetool.input.Text',
  version: 1,
  title: 'Text input',
  description: 'Gives the workflow a text when it is run.\nparameter, string, prompt, constant',
  inputs: { value: { type: port.text, default: '', title: 'Value' } },
  outputs: { value: { type: port.text, title: 'Value' } },
  props: inputSettingsSchema,
  needs: [],
  effects: 'pure',
  role: 'input',
});
