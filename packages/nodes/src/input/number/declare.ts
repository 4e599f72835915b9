import { defineNode, port } from '@nodetool-ai/graph';
import { inputSettingsSchema } from '../input-settings.ts';

/** `nodetool.input.Number`: a number that is given when the workflow is run. */
export const declaration = defineNode({
  type: 'nodetool.input.Number',
  version: 1,
  title: 'Number input',
  description: 'Gives the workflow a number when it is run.\nparameter, integer, float, constant',
  inputs: { value: { type: port.number, required: true, title: 'Value' } },
  outputs: { value: { type: port.number, title: 'Value' } },
  props: inputSettingsSchema,
  needs: [],
  effects: 'pure',
  role: 'input',
});
