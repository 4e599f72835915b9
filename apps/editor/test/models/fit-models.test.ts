import { modelCapabilitySchema } from '@nodetool-ai/graph';
import type { ModelCapability, ModelFacts, TriState } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { abilitiesOf, fitModels } from '../../src/models/fit-models.ts';

/** A model that answers text and of which all is known. */
const model = (id: string, facts: Partial<ModelFacts> = {}): ModelFacts => ({
  provider: 'ollama',
  id,
  capabilities: ['completion'],
  completion: 'yes',
  embedding: 'no',
  vision: 'no',
  tools: 'no',
  thinking: 'no',
  loaded: 'no',
  fitsInMemory: 'yes',
  ...facts,
});

const embedder = (id: string, facts: Partial<ModelFacts> = {}) =>
  model(id, { completion: 'no', embedding: 'yes', capabilities: ['embedding'], ...facts });

const rowOf = (facts: ModelFacts, capability: ModelCapability, title = 'Generate') => {
  const [row] = fitModels([facts], capability, title);
  if (row === undefined) throw new Error('the model is not in the list');
  return { fits: row.fits, note: row.note };
};
const ids = (models: readonly ModelFacts[], capability: ModelCapability = 'completion') =>
  fitModels(models, capability, 'Generate').map(({ facts }) => facts.id);

describe('a model that does not fit', () => {
  test('says what it does instead and what the node needs', () => {
    expect(rowOf(embedder('e'), 'completion')).toEqual({
      fits: false,
      note: 'Makes vectors; Generate needs a model that answers text.',
    });
    expect(rowOf(model('m'), 'embedding', 'Embed')).toEqual({
      fits: false,
      note: 'Answers text only; Embed needs a model that embeds.',
    });
    expect(rowOf(model('m'), 'vision', 'Vision')).toEqual({
      fits: false,
      note: 'Answers text only; Vision needs a model that sees images.',
    });
    expect(rowOf(model('m', { vision: 'yes' }), 'embedding', 'Embed')).toEqual({
      fits: false,
      note: 'Answers text and sees images; Embed needs a model that embeds.',
    });
    expect(rowOf(model('m', { completion: 'no' }), 'completion')).toEqual({
      fits: false,
      note: 'Does something else; Generate needs a model that answers text.',
    });
  });

  test.each(modelCapabilitySchema.options)('says so in a full sentence for %s', (capability) => {
    const nothing = model('m', { completion: 'no', capabilities: [] });
    const { fits, note } = rowOf(nothing, capability);
    expect(fits).toBe(false);
    expect(note).toMatch(/^[A-Z][^;]+; Generate needs a model [^.]+\.$/);
  });
});

describe('a model of which it is not known', () => {
  test.each(['completion', 'embedding', 'vision', 'tools', 'thinking'] as const)(
    'whether it has %s is tried, and it is said',
    (capability) => {
      const unknown: TriState = 'unknown';
      const { fits, note } = rowOf(model('m', { [capability]: unknown }), capability);
      expect(fits).toBe(true);
      expect(note).toMatch(/^Ollama does not say whether it is a model .+: the run will tell\.$/);
    },
  );

  test.each(['insert', 'image', 'audio'] as const)(
    'whether it has %s is tried when nothing is known of what it can do',
    (capability) => {
      const { capabilities: _, ...unknown } = model('m');
      expect(rowOf(unknown, capability)).toMatchObject({
        fits: true,
        note: expect.stringContaining('the run will tell'),
      });
      expect(rowOf(model('m', { capabilities: [capability] }), capability)).toEqual({
        fits: true,
        note: undefined,
      });
      expect(rowOf(model('m'), capability).fits).toBe(false);
    },
  );
});

describe('a model that fits', () => {
  test('has no note when there is nothing to say', () => {
    expect(rowOf(model('m'), 'completion')).toEqual({ fits: true, note: undefined });
    expect(rowOf(model('m', { fitsInMemory: 'unknown' }), 'completion').note).toBeUndefined();
    expect(rowOf(embedder('e', { dimensions: 384 }), 'embedding').note).toBeUndefined();
  });

  test('is said to be larger than the memory, and may be chosen all the same', () => {
    const { fits, note } = rowOf(model('m', { fitsInMemory: 'no' }), 'completion');
    expect(fits).toBe(true);
    expect(note).toContain('Larger than the memory of this computer');
  });

  test('and embeds is said not to state the length of its vectors', () => {
    const { fits, note } = rowOf(embedder('e'), 'embedding');
    expect(fits).toBe(true);
    expect(note).toContain('does not state the length of its vectors');
    expect(rowOf(model('m'), 'completion').note).toBeUndefined();
  });
});

describe('the order', () => {
  test('is: those that fit, of those the loaded ones, of those by name', () => {
    const models = [
      embedder('a-loaded', { loaded: 'yes' }),
      embedder('b'),
      model('z'),
      model('y'),
      model('x-loaded', { loaded: 'yes' }),
      model('c-unknown', { completion: 'unknown' }),
    ];
    expect(ids(models)).toEqual(['x-loaded', 'c-unknown', 'y', 'z', 'a-loaded', 'b']);
  });

  test('does not take a model for loaded of which it is not known', () => {
    expect(ids([model('b', { loaded: 'unknown' }), model('a')])).toEqual(['a', 'b']);
  });

  test('loses no model, and leaves the list that was given', () => {
    const models = Object.freeze([model('b'), embedder('c'), model('a')]);
    expect(ids(models).toSorted()).toEqual(['a', 'b', 'c']);
    expect(models.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    expect(fitModels([], 'completion', 'Generate')).toEqual([]);
  });
});

describe('the badges', () => {
  test('name what is known that it can do, in one order', () => {
    const all = { completion: 'yes', tools: 'yes', thinking: 'yes', vision: 'yes' } as const;
    expect(abilitiesOf(model('m', all))).toEqual(['chat', 'tools', 'think', 'vision']);
    expect(abilitiesOf(embedder('e'))).toEqual(['embed']);
  });

  test('say nothing of what is not known', () => {
    expect(abilitiesOf(model('m', { completion: 'unknown', tools: 'unknown' }))).toEqual([]);
  });
});
