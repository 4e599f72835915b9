/** A model of the scripted daemon. */
export interface ScriptedModel {
  readonly name: string;
  readonly digest: string;
  readonly architecture: 'llama' | 'bert';
  readonly contextLength: number;
  readonly embeddingLength: number;
  /** As `/api/show` tells them. */
  readonly capabilities: readonly string[];
  /** As `/api/tags` tells them: it does not look into a template inside of the file. */
  readonly listed: readonly string[];
  /** Whether the daemon renders the prompt (`rendered`) or its engine does (`native`). */
  readonly path: 'rendered' | 'native';
}

const language = (
  name: string,
  capabilities: readonly string[],
  rest: Partial<ScriptedModel> = {},
): ScriptedModel => ({
  name,
  digest: digestOf(name),
  architecture: 'llama',
  contextLength: 8192,
  embeddingLength: 320,
  capabilities,
  listed: capabilities,
  path: 'rendered',
  ...rest,
});

const embedder = (name: string, embeddingLength: number, contextLength: number): ScriptedModel => ({
  ...language(name, ['embedding']),
  architecture: 'bert',
  embeddingLength,
  contextLength,
});

const thinking = ['completion', 'tools', 'thinking'];

/** The same models as the real test daemon has. */
export const SCRIPTED_MODELS: readonly ScriptedModel[] = [
  language('tiny-chat:latest', thinking),
  language('tiny-jinja:latest', thinking, { listed: ['completion'], path: 'native' }),
  language('tiny-vision:latest', [...thinking, 'vision']),
  language('tiny-rep:latest', ['completion']),
  language('tiny-loop:latest', ['completion']),
  language('smollm2:135m', ['completion'], { embeddingLength: 576, path: 'native' }),
  embedder('tiny-embed:latest', 48, 256),
  embedder('tiny-embed-32:latest', 32, 256),
  embedder('all-minilm:latest', 384, 512),
];

function digestOf(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);
}

/** The model of that name, `latest` being meant where no tag is given. */
export function findModel(name: unknown): ScriptedModel | undefined {
  return SCRIPTED_MODELS.find(
    (model) => model.name === name || model.name === `${String(name)}:latest`,
  );
}
