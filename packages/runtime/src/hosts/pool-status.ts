import { definedFields } from '@nodetool-ai/graph';
import type { ModelFacts } from '@nodetool-ai/graph';
import { freemem } from 'node:os';
import type { ProviderHostStatus, ProviderStatus } from '../providers/provider-status.ts';
import type { HostRole } from './host-setting.ts';
import type { HostAnswer } from './usable-hosts.ts';

/** How one host of a pool is, and what it has. */
export interface HostStatus {
  /** Name of the host in the settings. */
  readonly name: string;
  /** Its address, without credentials. */
  readonly url: string;
  /** Where it is. */
  readonly role: HostRole;
  /** Whether it can be used, and if not why. */
  readonly status: ProviderStatus;
  /** Models that it has; absent when it could not be asked. */
  readonly modelCount?: number;
  /** Those in memory, by their full names; absent when it did not tell. */
  readonly loadedModels?: readonly string[];
  /** Free memory of its machine, which no daemon tells: known of this machine alone, else absent. */
  readonly freeMemoryBytes?: number;
  /** Our own requests that it is working on. */
  readonly requestsUnderWay: number;
}

/** Puts together what is known of a host; `models` is undefined when it could not be asked. */
export function hostStatus(
  { host, status }: HostAnswer,
  models: readonly ModelFacts[] | undefined,
): HostStatus {
  const { name, url, role } = host.setting;
  const areLoadedKnown = models?.some((model) => model.loaded !== 'unknown') ?? false;
  return definedFields({
    name,
    url,
    role,
    status,
    modelCount: models?.length,
    loadedModels: areLoadedKnown
      ? models?.filter((model) => model.loaded === 'yes').map((model) => model.id)
      : undefined,
    freeMemoryBytes: role === 'local' ? freemem() : undefined,
    requestsUnderWay: host.state.underWay.total,
  });
}

/** The status of a pool: ready when any host is; `cause` names those that are not. Else as the first host. */
export function poolStatus(answers: readonly HostAnswer[]): ProviderStatus {
  const hosts = answers.map(({ host, status }): ProviderHostStatus => ({
    ...status,
    name: host.name,
    role: host.setting.role,
  }));
  const ready = answers.find(({ status }) => status.state === 'ready');
  const causes = hosts
    .filter(({ state }) => state !== 'ready')
    .map(({ name, cause }) => `${name}: ${cause ?? 'not ready'}`);
  const base = (ready ?? answers[0])?.status ?? NO_HOST;
  if (causes.length === 0) return { ...base, hosts };
  const [verb, cause] = [
    ready === undefined ? 'No host is' : 'Not all hosts are',
    causes.join(' '),
  ];
  return { ...base, cause: `${verb} ready. ${cause}`, hosts };
}

const NO_HOST: ProviderStatus = { state: 'refused', url: '', cause: 'There is no host.' };
