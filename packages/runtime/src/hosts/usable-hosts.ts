import type { ProviderStatus } from '../providers/provider-status.ts';
import type { PoolHost } from './pool-host.ts';

/** A host and how it is. */
export interface HostAnswer {
  readonly host: PoolHost;
  readonly status: ProviderStatus;
}

/**
 * How hosts are: those that were not asked lately are asked, all at the same time. One that failed is left alone for its
 * pause, unless no other is ready. Rejects with CANCELLED only.
 */
export async function askHosts(
  hosts: readonly PoolHost[],
  signal?: AbortSignal,
): Promise<readonly HostAnswer[]> {
  const answers = await Promise.all(hosts.map((host) => answerOf(host, signal)));
  if (answers.some(({ status }) => status.state === 'ready')) return answers;
  return Promise.all(
    answers.map(async (answer) =>
      answer.isRecalled
        ? { host: answer.host, status: await answer.host.askStatus(signal) }
        : answer,
    ),
  );
}

async function answerOf(host: PoolHost, signal: AbortSignal | undefined) {
  const recalled = host.state.health.recall();
  const status = recalled ?? (await host.askStatus(signal));
  return { host, status, isRecalled: recalled !== undefined };
}
