import { appendFile, open, readFile, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { toStorageError } from '../data-folder/storage-error.ts';
import { CASSETTE_VERSION } from './interaction.ts';
import type { CassetteHeader, Interaction } from './interaction.ts';
import { parseCassette } from './read-cassette.ts';

/** What is recorded onto. */
export interface CassetteWriter {
  /** Number of the next request, in the order in which they begin. */
  nextOrder(): number;
  /** Adds an interaction. Rejects with STORAGE_FAILED, and remembers that for `close`. */
  write(interaction: Interaction): Promise<void>;
  /** Waits until everything is on the disk. Rejects with STORAGE_FAILED when anything could not be written. */
  close(): Promise<void>;
}

/**
 * Opens a cassette to add to it, and makes it when there is none; what a killed recorder left of a last line is
 * removed. `about` may be the provider itself. The file is only for its owner. Rejects with STORAGE_FAILED, and with
 * FILE_NOT_READABLE when the file is something else than a cassette.
 */
export async function openCassetteWriter(
  path: string,
  about: { readonly provider: string; readonly url?: string },
): Promise<CassetteWriter> {
  const failed = `The cassette ${path} could not be written`;
  const nextOrder = await prepare(path).catch((error: unknown) => {
    throw toStorageError(error, failed);
  });
  try {
    const file = await open(path, 'a', 0o600);
    if (nextOrder === undefined) await file.appendFile(`${JSON.stringify(headerOf(about))}\n`);
    return new CassetteFile(file, nextOrder ?? 0, failed);
  } catch (error) {
    throw toStorageError(error, failed);
  }
}

/** Lines are written one after the other, each in one piece, however many requests end at once. */
class CassetteFile implements CassetteWriter {
  readonly #file: FileHandle;
  readonly #failed: string;
  #nextOrder: number;
  #written: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(file: FileHandle, nextOrder: number, failed: string) {
    this.#file = file;
    this.#nextOrder = nextOrder;
    this.#failed = failed;
  }

  nextOrder(): number {
    this.#nextOrder += 1;
    return this.#nextOrder - 1;
  }

  write(interaction: Interaction): Promise<void> {
    const line = `${JSON.stringify(interaction)}\n`;
    const written = this.#written.then(() => this.#append(line));
    this.#written = written.catch(() => {});
    return written;
  }

  async close(): Promise<void> {
    await this.#written;
    try {
      await this.#file.sync();
      await this.#file.close();
    } catch (error) {
      this.#failure ??= error;
    }
    if (this.#failure !== undefined) throw toStorageError(this.#failure, this.#failed);
  }

  async #append(line: string): Promise<void> {
    try {
      await this.#file.appendFile(line);
    } catch (error) {
      this.#failure ??= error;
      throw toStorageError(error, this.#failed);
    }
  }
}

/** Mends the end of a file that was cut off. Gives the next number, or undefined when nothing is there yet. */
async function prepare(path: string): Promise<number | undefined> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return Buffer.alloc(0);
    throw error;
  });
  if (bytes.length === 0) return undefined;
  const { cutLine, interactions } = parseCassette(bytes.toString('utf8'), path);
  if (cutLine !== undefined) await truncate(path, bytes.lastIndexOf('\n') + 1);
  else if (bytes.at(-1) !== '\n'.charCodeAt(0)) await appendFile(path, '\n');
  return (interactions.at(-1)?.order ?? -1) + 1;
}

function headerOf({ provider, url }: { provider: string; url?: string }): CassetteHeader {
  const header: CassetteHeader = {
    cassette: CASSETTE_VERSION,
    provider,
    recordedAt: new Date().toISOString(),
  };
  // Only the origin: a path may hold a secret of a proxy.
  return url === undefined ? header : { ...header, url: new URL(url).origin };
}
