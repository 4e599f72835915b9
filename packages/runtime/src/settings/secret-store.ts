import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { NodetoolError } from '@nodetool-ai/graph';
import { z } from 'zod';
import { ensurePrivateFolder } from '../data-folder/data-folder.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { withFileLock } from '../data-folder/file-lock.ts';
import { toStorageError } from '../data-folder/storage-error.ts';
import { writeAtomically } from '../data-folder/write-atomically.ts';
import { decryptSecret, encryptSecret, KEY_BYTES } from './secret-cipher.ts';

const NAME = /^[A-Z][A-Z0-9_]{0,127}$/;
const PRIVATE_MODE = 0o077;

const storeSchema = z.strictObject({
  version: z.literal(1),
  secrets: z.record(z.string(), z.strictObject({ value: z.string(), storedAt: z.string() })),
});

type Store = z.infer<typeof storeSchema>;

/** A stored secret as it may be shown: never with its value. */
export interface StoredSecret {
  /** What it is stored under. */
  readonly name: string;
  /** When it was stored, ISO 8601. */
  readonly storedAt: string;
}

/** Secrets of the person, encrypted in the data folder. Values appear in no error and no list. */
export interface SecretStore {
  /** The value, or undefined. Rejects with SECRETS_UNREADABLE. */
  get(name: string): Promise<string | undefined>;
  /** Stores or replaces. Rejects with SECRET_NAME_INVALID, REQUEST_INVALID (empty), SECRETS_UNREADABLE, STORAGE_FAILED. */
  set(name: string, value: string): Promise<void>;
  /** Removes a secret. Rejects with SECRET_NOT_FOUND, SECRETS_UNREADABLE, STORAGE_FAILED. */
  remove(name: string): Promise<void>;
  /** Names in alphabetical order. */
  list(): Promise<readonly StoredSecret[]>;
}

/** Opens the store of a data folder; nothing is read or written before it is used. */
export function openSecretStore(dataFolder: DataFolder): SecretStore {
  const { secretsFile, secretsKeyFile } = dataFolder;

  async function change(edit: (store: Store, key: Buffer) => Store): Promise<void> {
    ensurePrivateFolder(dataFolder.root);
    await withFileLock(`${secretsFile}.lock`, async () => {
      const key = (await readKey(secretsKeyFile)) ?? (await makeKey(dataFolder));
      const store = edit(await readStore(secretsFile), key);
      await writeAtomically(secretsFile, `${JSON.stringify(store, undefined, 2)}\n`);
    });
  }

  return {
    get: async (name) => {
      const entry = (await readStore(secretsFile)).secrets[checkName(name)];
      if (entry === undefined) return undefined;
      const key = await readKey(secretsKeyFile);
      if (key === undefined) throw unreadable(`the key file ${secretsKeyFile} is missing`);
      try {
        return decryptSecret(key, name, entry.value);
      } catch {
        // The cause is left out: it may hold bytes of the value.
        throw unreadable(`${name} does not open with the key, or was changed`);
      }
    },
    set: async (name, value) => {
      checkName(name);
      if (value === '')
        throw new NodetoolError('REQUEST_INVALID', `The value of ${name} is empty.`);
      await change((store, key) => ({
        ...store,
        secrets: {
          ...store.secrets,
          [name]: { value: encryptSecret(key, name, value), storedAt: new Date().toISOString() },
        },
      }));
    },
    remove: async (name) => {
      checkName(name);
      if (!Object.hasOwn((await readStore(secretsFile)).secrets, name)) {
        throw new NodetoolError('SECRET_NOT_FOUND', `No secret ${name} is stored.`);
      }
      await change((store) => {
        const { [name]: _, ...rest } = store.secrets;
        return { ...store, secrets: rest };
      });
    },
    list: async () =>
      Object.entries((await readStore(secretsFile)).secrets)
        .map(([name, { storedAt }]) => ({ name, storedAt }))
        .toSorted((left, right) => left.name.localeCompare(right.name, 'en')),
  };
}

function checkName(name: string): string {
  if (NAME.test(name)) return name;
  throw new NodetoolError(
    'SECRET_NAME_INVALID',
    `${JSON.stringify(name.slice(0, 40))} is not a name of a secret.`,
  );
}

async function readStore(file: string): Promise<Store> {
  const bytes = await readPrivate(file);
  if (bytes === undefined) return { version: 1, secrets: {} };
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw unreadable(`${file} is damaged`);
  }
  const checked = storeSchema.safeParse(parsed);
  if (!checked.success) throw unreadable(`${file} is damaged, or was written by a newer version`);
  return checked.data;
}

async function readKey(file: string): Promise<Buffer | undefined> {
  const key = await readPrivate(file);
  if (key !== undefined && key.length !== KEY_BYTES) throw unreadable(`${file} is damaged`);
  return key;
}

/** A new key must never stand in for a lost one: what is stored would be lost with it. */
async function makeKey({ secretsFile, secretsKeyFile }: DataFolder): Promise<Buffer> {
  if (Object.keys((await readStore(secretsFile)).secrets).length > 0) {
    throw unreadable(`the key file ${secretsKeyFile} is missing`);
  }
  const key = randomBytes(KEY_BYTES);
  await writeAtomically(secretsKeyFile, key);
  return key;
}

async function readPrivate(file: string): Promise<Buffer | undefined> {
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & PRIVATE_MODE) !== 0) {
      throw new NodetoolError('SECRETS_UNREADABLE', `Others can read ${file}, so it is not used.`, {
        hint: `Run: chmod 600 ${file}`,
      });
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw toStorageError(error, `${file} could not be read`);
  }
}

function unreadable(why: string): NodetoolError {
  return new NodetoolError('SECRETS_UNREADABLE', `The secret store cannot be read: ${why}.`);
}
