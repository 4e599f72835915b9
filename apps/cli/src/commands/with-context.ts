import { createRuntimeContext } from '@nodetool-ai/server/runtime-context';
import type { ContextOptions, RuntimeContext } from '@nodetool-ai/server/runtime-context';
import type { Terminal } from '../terminal.ts';

/** Does something with the parts of the product; afterwards nothing that was started for it is left. */
export async function withContext<Result>(
  environment: Terminal['environment'],
  options: ContextOptions,
  work: (context: RuntimeContext) => Promise<Result>,
): Promise<Result> {
  const context = createRuntimeContext(environment, options);
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}
