import { defineNode, port } from '@nodetool-ai/graph';
import { answerOutputs } from '../../generation/answer-outputs.ts';
import { generationSettingsSchema } from '../../generation/generation-settings.ts';

/** `nodetool.image.Vision`: a vision model answers a prompt about images. */
export const declaration = defineNode({
  type: 'nodetool.image.Vision',
  version: 1,
  title: 'Vision',
  description:
    'Lets a vision model answer a prompt about one or several images.\nimage, picture, photo, describe, caption, read, ocr, llava',
  inputs: {
    image: {
      type: port.list(port.image),
      required: true,
      title: 'Image',
      description: 'One image or several; PNG, JPEG or WebP.',
    },
    prompt: {
      type: port.text,
      default: 'Describe this image.',
      title: 'Prompt',
      description: 'What to say about the image.',
    },
    system: { type: port.text, title: 'System', description: 'How the model should behave.' },
  },
  outputs: answerOutputs,
  props: generationSettingsSchema,
  needs: ['providers'],
  effects: 'seeded',
  models: { model: { capability: 'vision' } },
});
