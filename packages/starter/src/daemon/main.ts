import { Console } from 'node:console';
import { once } from 'node:events';
import { starterFolderAt } from '../folder/starter-folder.ts';
import { inspectModel } from '../inference/inspect-model.ts';
import type { InferenceEngine } from '../inference/inference-engine.ts';
import { pullStarterModel } from '../install/pull-starter-model.ts';
import { ModelLibrary } from '../library/model-library.ts';
import { createDaemon } from './daemon.ts';
import { readMainOptions } from './main-options.ts';

/** A model that does not leave memory in this time is left to the system. */
const END_TIMEOUT_MS = 1500;

// Whatever prints, standard output has one line: where the daemon listens.
globalThis.console = new Console(process.stderr, process.stderr);

const { folder, engineFolder, port, ...rest } = readMainOptions(process.argv.slice(2));

let engine: Promise<InferenceEngine> | undefined;

/** Starts the engine at its first use, and anew after it could not be started. */
async function startEngine(): Promise<InferenceEngine> {
  engine ??= import('../inference/llama-engine.ts').then(({ createLlamaEngine }) =>
    createLlamaEngine({ engineFolder }),
  );
  try {
    return await engine;
  } catch (error) {
    engine = undefined;
    throw error;
  }
}

const places = starterFolderAt(folder);
const daemon = createDaemon({
  library: new ModelLibrary(places),
  engine: startEngine,
  // Needs no engine: what is installed is told even where the engine does not start.
  inspect: inspectModel,
  pull: (name, { signal }) => pullStarterModel(places, name, { signal }),
  ...rest,
});

let isEnding = false;
async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(0), END_TIMEOUT_MS).unref();
  await daemon.close();
  process.exit(0);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end());
// The parent holds the other end: it closes when the parent dies, however it dies.
for (const event of ['end', 'close', 'error'] as const) process.stdin.on(event, () => void end());
process.stdin.resume();

daemon.server.listen(port, '127.0.0.1');
await once(daemon.server, 'listening');
const address = daemon.server.address();
const listening = typeof address === 'object' && address !== null ? address.port : port;
const url = `http://127.0.0.1:${listening}`;
process.stdout.write(`${JSON.stringify({ event: 'listening', url, pid: process.pid })}\n`);
