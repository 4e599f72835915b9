import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '@nodetool-ai/graph';
import type { StarterFolder } from '../folder/starter-folder.ts';
import type { ModelRecord } from './model-record.ts';

/** A model whose file is there with the size that its record says. */
export interface LibraryModel extends ModelRecord {
  /** Path of the GGUF file. */
  readonly file: string;
}

const RECORD = '.json';

/** The models of a starter folder: records and files. Every question reads the folder anew, so processes may share it. */
export class ModelLibrary {
  readonly #folder: string;

  /** Touches nothing. */
  constructor({ modelsFolder }: StarterFolder) {
    this.#folder = modelsFolder;
  }

  /** Where the file of a digest is, or will be. */
  fileOf(sha256: string): string {
    return join(this.#folder, `${sha256}.gguf`);
  }

  /** Every model that can be loaded, by name. A record that is damaged, or whose file is missing or cut, is left out. */
  async list(): Promise<readonly LibraryModel[]> {
    const names = (await readNames(this.#folder)).filter((name) => name.endsWith(RECORD));
    const models = await Promise.all(names.map((name) => this.#read(join(this.#folder, name))));
    return models
      .filter((model) => model !== undefined)
      .toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
  }

  /** A model by its name, without regard to case; a name without tag means `:latest`. Undefined when there is none. */
  async find(name: string): Promise<LibraryModel | undefined> {
    const wanted = completeName(name);
    return (await this.list()).find((model) => model.name.toLowerCase() === wanted);
  }

  /** Writes a record whose file is in place, replacing one of the same name. The record appears whole or not at all. */
  async register(record: ModelRecord): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, fileNameOf(record.name));
    // Two may write one record at once; each has a file of its own until it is whole.
    const temporary = join(this.#folder, `${process.pid}-${randomUUID()}.part`);
    try {
      const text = `${JSON.stringify(record, undefined, 2)}\n`;
      await writeFile(temporary, text, { flush: true, mode: 0o600, flag: 'wx' });
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Removes a model, and its file when no other name has it. False when there is none. */
  async remove(name: string): Promise<boolean> {
    const model = await this.find(name);
    if (model === undefined) return false;
    await rm(join(this.#folder, fileNameOf(model.name)), { force: true });
    const isShared = (await this.list()).some(({ sha256 }) => sha256 === model.sha256);
    if (!isShared) await rm(model.file, { force: true });
    return true;
  }

  async #read(path: string): Promise<LibraryModel | undefined> {
    try {
      const record: unknown = JSON.parse(await readFile(path, 'utf8'));
      if (!isModelRecord(record)) return undefined;
      const file = this.fileOf(record.sha256);
      return (await stat(file)).size === record.sizeBytes ? { ...record, file } : undefined;
    } catch {
      return undefined;
    }
  }
}

/** A name with its tag, in lower case: `SmolLM2` gives `smollm2:latest`. */
export function completeName(name: string): string {
  const text = name.trim().toLowerCase();
  return text.lastIndexOf(':') > text.lastIndexOf('/') ? text : `${text}:latest`;
}

/** File systems take 255 bytes; the longest names have more. */
const LONGEST_FILE_NAME = 200;
/** Windows opens a device instead of a file of these names, whatever ending they have. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Names hold `:` and `/`, which file systems do not take everywhere. */
function fileNameOf(name: string): string {
  const encoded = encodeURIComponent(name);
  const isSafe = encoded.length <= LONGEST_FILE_NAME && !DEVICE.test(encoded);
  const safe = isSafe ? encoded : createHash('sha256').update(name).digest('hex');
  return `${safe}${RECORD}`;
}

async function readNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

function isModelRecord(value: unknown): value is ModelRecord {
  return (
    isRecord(value) &&
    typeof value['name'] === 'string' &&
    typeof value['sha256'] === 'string' &&
    /^[0-9a-f]{64}$/.test(value['sha256']) &&
    typeof value['sizeBytes'] === 'number' &&
    typeof value['source'] === 'string' &&
    typeof value['addedAt'] === 'string'
  );
}
