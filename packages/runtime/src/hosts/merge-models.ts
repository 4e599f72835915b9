import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import type { PoolHost } from './pool-host.ts';

/** The models of one host. */
export interface HostModels {
  readonly host: PoolHost;
  readonly facts: readonly ModelFacts[];
}

interface Entry {
  readonly facts: ModelFacts;
  readonly hosts: readonly PoolHost[];
}

/**
 * One list of the models of several hosts. A model is one entry for each build (same name and digest), with the names of
 * the hosts that have it. The first build of a name has its plain name, further ones and those of a service name their
 * host: `model@host`. In memory it is, and it fits, when that is so on any of its hosts.
 */
export function mergeModels(lists: readonly HostModels[]): readonly ModelFacts[] {
  const entries = new Map<string, Entry>();
  for (const { host, facts: models } of lists) {
    for (const facts of models) {
      // What is not known to be the same is not taken for it.
      const build = facts.digest ?? `of ${host.name}`;
      const key = `${host.isCloud ? host.name : ''} ${facts.id} ${build}`;
      const entry = entries.get(key);
      entries.set(
        key,
        entry === undefined
          ? { facts, hosts: [host] }
          : { facts: mergeFacts(entry.facts, facts), hosts: [...entry.hosts, host] },
      );
    }
  }
  const names = new Set<string>();
  return [...entries.values()].map(({ facts, hosts }) => {
    const [first] = hosts;
    const isPlain = first?.isCloud !== true && !names.has(facts.id);
    if (isPlain) names.add(facts.id);
    const id = isPlain || first === undefined ? facts.id : `${facts.id}@${first.name}`;
    return { ...facts, id, hosts: hosts.map((host) => host.name) };
  });
}

/** The facts of one build on two hosts; where they differ, what holds on either of them. */
export function mergeFacts(one: ModelFacts, other: ModelFacts): ModelFacts {
  const loadedContextLength = one.loadedContextLength ?? other.loadedContextLength;
  return {
    ...one,
    loaded: either(one.loaded, other.loaded),
    fitsInMemory: either(one.fitsInMemory, other.fitsInMemory),
    ...(loadedContextLength === undefined ? {} : { loadedContextLength }),
  };
}

/** Yes when any is, no when all are, else not known. */
export function either(...states: readonly TriState[]): TriState {
  if (states.includes('yes')) return 'yes';
  return states.length > 0 && states.every((state) => state === 'no') ? 'no' : 'unknown';
}
