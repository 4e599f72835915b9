import { NodetoolError } from '@nodetool-ai/graph';
import type { StarterReport } from '@nodetool-ai/graph';
import { isLocalProviderAllowed } from '@nodetool-ai/runtime';
import type { StarterEngine } from '@nodetool-ai/starter';
import type { Terminal } from '../terminal.ts';
import { withContext } from './with-context.ts';

/** The starter engine and what is said of it. */
export interface OpenStarter {
  readonly starter: StarterEngine;
  readonly report: StarterReport;
}

/**
 * Does something with the starter engine of the data folder. Rejects with PROVIDER_NOT_AVAILABLE where local engines may
 * not exist.
 */
export function withStarter<Result>(
  terminal: Terminal,
  work: (open: OpenStarter) => Promise<Result>,
): Promise<Result> {
  return withContext(terminal.environment, {}, async ({ starter, environment }) => {
    if (!isLocalProviderAllowed(environment)) {
      throw new NodetoolError(
        'PROVIDER_NOT_AVAILABLE',
        'There is no starter engine here, because NODETOOL_ENV is production.',
      );
    }
    return work({ starter, report: await starter.report() });
  });
}
