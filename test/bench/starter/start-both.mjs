// A real Ollama and the starter engine, each with the same two files.
import { provideTestDaemon } from '../../support/dist/index.js';
import { provideStarter } from './provide-starter.mjs';

/** Starts both; `close` ends what was started. */
export async function startBoth() {
  const onProgress = (line) => process.stderr.write(`${line}\n`);
  const ollama = await provideTestDaemon({ onProgress });
  const starter = await provideStarter(onProgress);
  return {
    ollama: { name: `Ollama ${ollama.version}`, url: ollama.url },
    starter: { name: 'starter engine', url: starter.url },
    close: async () => {
      await Promise.all([ollama.stop(), starter.close()]);
    },
  };
}
