import { completeInstallOptions } from './install-options.ts';
import { provideTestDaemon } from './test-daemon.ts';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

const startedMs = Date.now();
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => interruption.abort(new TestDaemonUnavailable('It was interrupted.')));

const seconds = () => ((Date.now() - startedMs) / 1000).toFixed(1);
const onProgress = (line: string) => process.stdout.write(`${seconds().padStart(6)} s  ${line}\n`);

try {
  const options = { onProgress, signal: interruption.signal };
  onProgress(`everything is kept in ${completeInstallOptions(options).cacheFolder}`);
  const { version, own, models, stop } = await provideTestDaemon(options);
  await stop();
  onProgress(`Ollama ${version} is ready, with ${Object.values(models).join(', ')}`);
  if (own !== undefined) {
    onProgress(`program: ${own.binary}`);
    onProgress(`models:  ${own.modelsFolder}`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!interruption.signal.aborted)
    process.stderr.write(
      'Install Go and Python with pip, or install Ollama, or name a running daemon with NODETOOL_TEST_OLLAMA.\n',
    );
  process.stderr.write('Run the command again; it goes on where it was.\n');
  process.exitCode = 1;
}
