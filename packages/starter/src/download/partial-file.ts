import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { isRecord } from '@nodetool-ai/graph';

/** What is known of the file that a partial one is the beginning of. */
export interface PartialNote {
  readonly url: string;
  /** The server's mark of this very version; absent when it sends none. */
  readonly etag?: string;
  readonly sizeBytes?: number;
}

/** A file that is not whole yet, and the note beside it. It outlives the process, so that a download can go on. */
export class PartialFile {
  /** Path of the data. */
  readonly path: string;
  readonly #notePath: string;

  /** Touches nothing. */
  constructor(target: string) {
    this.path = `${target}.download`;
    this.#notePath = `${target}.download.json`;
  }

  /** Bytes that are there; 0 when there are none. */
  async size(): Promise<number> {
    try {
      return (await stat(this.path)).size;
    } catch {
      return 0;
    }
  }

  /** What was noted when it was begun; undefined when there is no note or it cannot be read. */
  async note(): Promise<PartialNote | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(this.#notePath, 'utf8'));
      if (!isRecord(value) || typeof value['url'] !== 'string') return undefined;
      const { url, etag, sizeBytes } = value;
      return {
        url,
        ...(typeof etag === 'string' && { etag }),
        ...(typeof sizeBytes === 'number' && { sizeBytes }),
      };
    } catch {
      return undefined;
    }
  }

  /** Begins anew: no data, and the note of what will come. */
  async begin(note: PartialNote): Promise<void> {
    // Old data must never stand beside a new note.
    await this.remove();
    await writeFile(this.#notePath, JSON.stringify(note), { mode: 0o600 });
  }

  /** Removes the note; the data went to their place. */
  async finish(): Promise<void> {
    await rm(this.#notePath, { force: true });
  }

  /** Removes data and note. */
  async remove(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(this.#notePath, { force: true });
  }
}
