import { defineNode, port } from '@nodetool-ai/graph';
import { z } from 'zod';

/** `nodetool.data.Similarity`: how close embeddings are to each other. */
export const declaration = defineNode({
  type: 'nodetool.data.Similarity',
  version: 1,
  title: 'Similarity',
  description:
    'Says how close embeddings are: 1 = same meaning, 0 = nothing in common.\ncosine, compare, distance, nearest, match, embedding',
  inputs: {
    a: {
      type: port.list(port.embedding()),
      required: true,
      title: 'A',
      description: 'One embedding or several.',
    },
    b: {
      type: port.list(port.embedding()),
      required: true,
      title: 'B',
      description: 'One embedding or several, of the same model.',
    },
  },
  outputs: {
    scores: {
      type: port.json,
      title: 'Scores',
      description: 'A row for each of A with a number for each of B.',
    },
    best: {
      type: port.json,
      title: 'Best',
      description: '{ index, score }: which of B is closest to the first of A, from 0.',
    },
    score: {
      type: port.number,
      title: 'Score',
      description: 'How close the first of A and the first of B are.',
    },
  },
  props: z.object({}),
  needs: [],
  effects: 'pure',
});
