import type { ModelFacts } from '@nodetool-ai/graph';
import { expect, test } from 'vitest';
import { choosePlace } from '../../src/hosts/choose-place.ts';
import type { Candidate } from '../../src/hosts/choose-place.ts';
import { HostStates } from '../../src/hosts/host-states.ts';
import { PoolHost } from '../../src/hosts/pool-host.ts';

interface Situation {
  readonly loaded?: ModelFacts['loaded'];
  readonly fits?: ModelFacts['fitsInMemory'];
  /** Our own requests to this model, and to others. */
  readonly atWork?: number;
  readonly others?: number;
  readonly isDoubtful?: boolean;
  readonly isTroubled?: boolean;
}

function candidate(name: string, situation: Situation): Candidate {
  const setting = { name, url: `http://${name}`, role: 'remote', priority: 0 } as const;
  const host = new PoolHost(setting, {
    apiKey: undefined,
    overrides: undefined,
    states: new HostStates(() => 0),
    options: {},
  });
  for (let count = 0; count < (situation.atWork ?? 0); count += 1)
    host.state.underWay.begin('m:latest');
  for (let count = 0; count < (situation.others ?? 0); count += 1) host.state.underWay.begin('n');
  if (situation.isTroubled === true) host.noteTrouble('m', 1000);
  const unknown = 'unknown' as const;
  const facts: ModelFacts = {
    provider: 'ollama',
    id: 'm:latest',
    tools: unknown,
    thinking: unknown,
    vision: unknown,
    embedding: unknown,
    completion: unknown,
    loaded: situation.loaded ?? 'no',
    fitsInMemory: situation.fits ?? unknown,
  };
  return { host, model: 'm', facts, isDoubtful: situation.isDoubtful ?? false };
}

test.each<[string, Situation, Situation]>([
  ['is in memory, to where it would have to be loaded', { loaded: 'yes' }, { fits: 'yes' }],
  ['is free, to where it is in memory and at work', {}, { loaded: 'yes', atWork: 1 }],
  ['is in memory and at work, to where it is at work', { loaded: 'yes', atWork: 1 }, { atWork: 1 }],
  ['has less at work', { loaded: 'yes', atWork: 1 }, { loaded: 'yes', atWork: 2, fits: 'yes' }],
  ['has room, to where that is not known', { fits: 'yes', others: 2 }, {}],
  ['may have room, to where there is none', {}, { fits: 'no' }],
  ['is at work, to where there is no room', { atWork: 3 }, { fits: 'no' }],
  ['has the model in memory, whatever was said of room', { loaded: 'yes', fits: 'no' }, {}],
  ['has fewer requests of ours', { others: 1 }, { others: 2 }],
  ['comes first among equals', {}, {}],
  ['can run models, to where that is doubtful', { atWork: 2 }, { isDoubtful: true }],
  ['had no trouble', { fits: 'no' }, { loaded: 'yes', isTroubled: true }],
])('a request goes to the host that %s', (_name, best, other) => {
  const [one, two] = [candidate('one', best), candidate('two', other)];
  expect(choosePlace([one, two])?.host.name).toBe('one');
  const areEqual = best === other || JSON.stringify(best) === JSON.stringify(other);
  expect(choosePlace([two, one])?.host.name).toBe(areEqual ? 'two' : 'one');
});

test('there may be nobody to go to', () => {
  expect(choosePlace([])).toBeUndefined();
});
