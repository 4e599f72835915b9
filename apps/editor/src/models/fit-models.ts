import type { ModelCapability, ModelFacts } from '@nodetool-ai/graph';

/** A model as the picker shows it. */
export interface ModelRow {
  readonly facts: ModelFacts;
  readonly fits: boolean;
  /** Why it does not fit, or what follows from choosing it, in a full sentence. */
  readonly note?: string;
}

const NEEDS: Partial<Record<ModelCapability, string>> = {
  completion: 'a model that answers text',
  embedding: 'a model that embeds',
  vision: 'a model that sees images',
};

/**
 * The models for a node: those that fit first (loaded now, then by name), then the others, each with its reason.
 * What is not known is tried rather than hidden, and said.
 */
export function fitModels(
  models: readonly ModelFacts[],
  capability: ModelCapability,
  nodeTitle: string,
): readonly ModelRow[] {
  const rows = models.map((facts) => toRow(facts, capability, nodeTitle));
  return rows.toSorted(
    (left, right) =>
      Number(right.fits) - Number(left.fits) ||
      Number(right.facts.loaded === 'yes') - Number(left.facts.loaded === 'yes') ||
      left.facts.id.localeCompare(right.facts.id, 'en'),
  );
}

function toRow(facts: ModelFacts, capability: ModelCapability, nodeTitle: string): ModelRow {
  const has = abilityOf(facts, capability);
  const need = NEEDS[capability] ?? `a model with ${capability}`;
  if (has === 'no')
    return { facts, fits: false, note: `${whatItDoes(facts)}; ${nodeTitle} needs ${need}.` };
  if (has === 'unknown')
    return {
      facts,
      fits: true,
      note: `Ollama does not say whether it is ${need}: the run will tell.`,
    };
  if (facts.fitsInMemory === 'no')
    return {
      facts,
      fits: true,
      note: 'Larger than the memory of this computer: very slow, or it will not load.',
    };
  if (capability === 'embedding' && facts.dimensions === undefined)
    return {
      facts,
      fits: true,
      note: 'The model does not state the length of its vectors; the first run tells.',
    };
  return { facts, fits: true };
}

function abilityOf(facts: ModelFacts, capability: ModelCapability) {
  switch (capability) {
    case 'completion':
    case 'embedding':
    case 'vision':
    case 'tools':
    case 'thinking':
      return facts[capability];
    case 'insert':
    case 'image':
    case 'audio':
      if (facts.capabilities === undefined) return 'unknown';
      return facts.capabilities.includes(capability) ? 'yes' : 'no';
  }
}

function whatItDoes(facts: ModelFacts): string {
  if (facts.completion === 'yes')
    return facts.vision === 'yes' ? 'Answers text and sees images' : 'Answers text only';
  return facts.embedding === 'yes' ? 'Makes vectors' : 'Does something else';
}

/** What a model can do, in short words for badges. */
export function abilitiesOf(facts: ModelFacts): readonly string[] {
  const words: readonly (readonly [string, string])[] = [
    ['chat', facts.completion],
    ['tools', facts.tools],
    ['think', facts.thinking],
    ['vision', facts.vision],
    ['embed', facts.embedding],
  ];
  return words.filter(([, has]) => has === 'yes').map(([word]) => word);
}
