import { PROVIDER_IDS } from '@nodetool-ai/runtime';
import type { BaseProvider } from '@nodetool-ai/runtime';
import type { Terminal } from '../terminal.ts';
import { withContext } from './with-context.ts';

/** One line of who answers, with what to do when nobody does. Never rejects. */
export async function describeEngine({ environment }: Terminal): Promise<string> {
  try {
    return await withContext(environment, {}, async ({ services }) => {
      const provider = await services.providers.get(PROVIDER_IDS.OLLAMA);
      const { state, url, version = '', cause, remedy = '' } = await provider.status();
      if (state !== 'ready') return `${cause ?? 'Ollama does not answer.'} ${remedy}`.trim();
      return version.endsWith('-starter')
        ? await describeStarter(provider)
        : `Ollama ${version} answers at ${url}.`;
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function describeStarter(provider: BaseProvider): Promise<string> {
  const models = await provider.listModelFacts();
  const names = models.map(({ id }) => id);
  const isSmall = names.includes('smollm2:135m');
  return `Starter engine${isSmall ? ', 135M model' : ''}: for trying, until an Ollama runs. It has ${names.join(', ')}.`;
}
