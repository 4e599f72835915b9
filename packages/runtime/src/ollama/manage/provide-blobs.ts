import type { OllamaConnection } from '../connection/ollama-connection.ts';
import type { NamedFile } from './create-definition.ts';
import { fileSizeBytes } from './file-bytes.ts';
import { hashFile } from './hash-file.ts';
import { ByteCount } from './byte-count.ts';
import { ProgressPace } from './progress-pace.ts';
import type { CreatePhase, CreateProgress } from './transfer-progress.ts';
import { isBlobThere, uploadBlob } from './upload-blob.ts';
import type { LocalFile } from './upload-blob.ts';

/** To whom files are given. */
export interface BlobTarget {
  readonly connection: OllamaConnection;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal;
}

interface HashedFile extends LocalFile {
  readonly name: string;
}

/**
 * Sees to it that the daemon has the bytes of files; gives the digest of each name, for each group. Bytes that it has
 * already are not sent, nor are those of two equal files sent twice.
 */
export async function provideBlobs(
  target: BlobTarget,
  groups: readonly (readonly NamedFile[])[],
  give: (progress: CreateProgress) => void,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const pace = new ProgressPace<CreatePhase>();
  const hashed = await hashAll(target, groups, new ByteCount('hash', pace, give));
  const missing = await findMissing(target, hashed.flat());
  await sendAll(target, missing, new ByteCount('upload', pace, give));
  return hashed.map((group) => Object.fromEntries(group.map(({ name, digest }) => [name, digest])));
}

async function hashAll(
  { signal }: BlobTarget,
  groups: readonly (readonly NamedFile[])[],
  count: ByteCount,
): Promise<readonly (readonly HashedFile[])[]> {
  const sizes = new Map<string, number>();
  for (const { path } of groups.flat()) sizes.set(path, await fileSizeBytes(path));
  count.totalBytes = sum(groups.flat().map(({ path }) => sizes.get(path) ?? 0));
  const hashed: HashedFile[][] = [];
  for (const group of groups) {
    const done: HashedFile[] = [];
    for (const { path, name } of group) {
      const file = { path, name, sizeBytes: sizes.get(path) ?? 0 };
      count.begin(`reading ${name}`);
      done.push({ ...file, digest: await hashFile(file, (bytes) => count.add(bytes), signal) });
    }
    hashed.push(done);
  }
  count.finish();
  return hashed;
}

async function findMissing(
  { connection, signal }: BlobTarget,
  files: readonly HashedFile[],
): Promise<readonly HashedFile[]> {
  const byDigest = new Map(files.map((file) => [file.digest, file]));
  const missing: HashedFile[] = [];
  for (const [digest, file] of byDigest)
    if (!(await isBlobThere(connection, digest, signal))) missing.push(file);
  return missing;
}

async function sendAll(
  { connection, signal, idleTimeoutMs }: BlobTarget,
  files: readonly HashedFile[],
  count: ByteCount,
): Promise<void> {
  count.totalBytes = sum(files.map(({ sizeBytes }) => sizeBytes));
  const onBytes = (bytes: number) => count.add(bytes);
  for (const file of files) {
    count.begin(`sending ${file.name}`);
    await uploadBlob(connection, file, { signal, idleTimeoutMs, onBytes });
  }
  count.finish();
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
