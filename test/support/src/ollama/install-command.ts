import { testCacheFolder } from './cache-folder.ts';
import { provideTestDaemon } from './test-daemon.ts';

const started = Date.now();
const report = (message: string) =>
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${message}\n`);

try {
  const daemon = await provideTestDaemon(report);
  await daemon.stop();
  report(`Ollama ${daemon.version} and the test models are ready in ${testCacheFolder()}`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.stderr.write(
    'Install Go and Python with pip, or name a running daemon with NODETOOL_TEST_OLLAMA.\n',
  );
  process.exitCode = 1;
}
