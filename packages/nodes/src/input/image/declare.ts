import { defineNode, port } from '@nodetool-ai/graph';
import { inputSettingsSchema } from '../input-settings.ts';

/** `nodetool.input.Image`: an image that is given when the workflow is run. */
export const declaration = defineNode({
  type: 'nodetool.input.Image',
  version: 1,
  title: 'Image input',
  description: 'Gives the workflow an image when it is run.\nparameter, picture, photo, constant',
  inputs: { value: { type: port.image, required: true, title: 'Value' } },
  outputs: { value: { type: port.image, title: 'Value' } },
  props: inputSettingsSchema,
  needs: [],
  effects: 'pure',
  role: 'input',
});
