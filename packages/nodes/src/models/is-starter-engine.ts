import type { BaseProvider } from '@nodetool-ai/runtime';

/** Whether the starter engine answers: its version says so at the end. One small request; never rejects. */
export async function isStarterEngine(
  provider: BaseProvider,
  signal: AbortSignal,
): Promise<boolean> {
  const { version } = await provider.status({ signal });
  return version?.endsWith('-starter') === true;
}
