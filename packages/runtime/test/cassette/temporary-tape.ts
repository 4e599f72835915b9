import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCassetteWriter, readCassette, recordProvider } from '@nodetool-ai/runtime';
import type { Cassette, OllamaProvider, RecordOptions } from '@nodetool-ai/runtime';
import { afterEach } from 'vitest';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(
    folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })),
  );
});

/** A path for a cassette, in a folder that is removed after the test. */
export async function temporaryTape(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nodetool-cassette-'));
  folders.push(folder);
  return join(folder, 'tape.ndjson');
}

/** Records what is done with the provider, and gives the cassette of it. */
export async function recorded(
  provider: OllamaProvider,
  act: (recorder: ReturnType<typeof recordProvider>) => Promise<unknown>,
  options: RecordOptions = {},
): Promise<Cassette> {
  const path = await temporaryTape();
  const writer = await openCassetteWriter(path, provider);
  await act(recordProvider(provider, writer, options));
  await writer.close();
  return readCassette(path);
}
