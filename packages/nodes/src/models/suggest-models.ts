import type { ErrorAction, ModelCapability } from '@nodetool-ai/graph';

/** What the nodes of this pack ask of a model. */
export type NodeCapability = Extract<ModelCapability, 'completion' | 'embedding' | 'vision'>;

/** Names in a hint; more would hide what it says. */
const MOST_NAMES = 8;

const KINDS: Readonly<
  Record<NodeCapability, { readonly words: string; readonly example: string }>
> = {
  completion: { words: 'answer text', example: 'llama3.2' },
  embedding: { words: 'make embeddings', example: 'all-minilm' },
  vision: { words: 'read images', example: 'gemma3' },
};

/** Says what a capability means: `read images`. */
export function describeCapability(capability: NodeCapability): string {
  return KINDS[capability].words;
}

/**
 * The hint and the button of an error about a missing or unfit model. `listed` are the installed models that would
 * do; undefined (nobody could be asked) gives nothing, so that the error keeps its own hint. The starter engine pulls
 * nothing, and has no model that reads images.
 */
export function suggestModels(
  capability: NodeCapability,
  listed: readonly string[] | undefined,
  isStarter = false,
): { readonly hint?: string; readonly action?: ErrorAction } {
  if (listed === undefined) return {};
  const { words, example } = KINDS[capability];
  if (listed.length === 0 && isStarter) return suggestForStarter(capability);
  if (listed.length === 0) {
    return {
      hint: `No installed model can ${words}. Pull one, for example \`ollama pull ${example}\`.`,
      action: { kind: 'pull-model', subject: example },
    };
  }
  const names = listed.slice(0, MOST_NAMES).join(', ');
  const more = listed.length - MOST_NAMES;
  const rest = more > 0 ? ` and ${more} more` : '';
  return { hint: `Installed models that can ${words}: ${names}${rest}.` };
}

function suggestForStarter(capability: NodeCapability): {
  readonly hint: string;
  readonly action?: ErrorAction;
} {
  const { words, example } = KINDS[capability];
  if (capability === 'vision') {
    return {
      hint: `The starter engine has no model that can ${words}. Install Ollama (https://ollama.com/download) and pull one, for example \`ollama pull ${example}\`.`,
    };
  }
  return {
    hint: `The starter engine has no model yet that can ${words}. Fetch it with \`nodetool starter install\`.`,
    action: { kind: 'install-starter' },
  };
}
