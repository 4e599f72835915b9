import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A computer of a newcomer: a home folder in which nothing is. */
export interface CleanHome {
  readonly folder: string;
  /** The data folder. */
  readonly data: string;
  /** What a program is given to live there. Where packages come from stays as this person has set it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly remove: () => void;
}

/** Makes one. */
export function makeCleanHome(): CleanHome {
  const folder = mkdtempSync(join(tmpdir(), 'nodetool-clean-'));
  const data = join(folder, '.nodetool');
  return {
    folder,
    data,
    environment: {
      HOME: folder,
      USERPROFILE: folder,
      XDG_CACHE_HOME: join(folder, '.cache'),
      npm_config_cache: join(folder, '.npm'),
      NODETOOL_HOME: data,
      OLLAMA_API_URL: '',
      ...settingsOf('npm_config_userconfig', ['.npmrc']),
      ...settingsOf('PIP_CONFIG_FILE', ['.config/pip/pip.conf', '.pip/pip.conf']),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A file with settings in the real home, named by a variable; nothing where there is none. */
function settingsOf(variable: string, places: readonly string[]): Readonly<Record<string, string>> {
  const file =
    process.env[variable] ?? places.map((place) => join(homedir(), place)).find(existsSync);
  return file === undefined ? {} : { [variable]: file };
}

/** Bytes of all files in a folder; 0 where there is no such folder. */
export function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .map((file) => lstatSync(join(folder, file)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

/**
 * Bytes that this computer has received over its networks since it was started, whoever asked for them; undefined where
 * the system does not say.
 */
export function receivedBytes(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const rows = readFileSync('/proc/net/dev', 'utf8').trim().split('\n').slice(2);
  return rows
    .map((row) => row.trim().split(/[:\s]+/))
    .filter(([name]) => name !== 'lo')
    .reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}

/** What was measured, for whoever writes it down. */
export function tell(words: string): void {
  process.stderr.write(`measured: ${words}\n`);
}

/** `12.3 s, 231 MB received, 224 MB on disk`. */
export function describeInstall(
  startedAtMs: number,
  receivedBefore: number | undefined,
  folder: string,
): string {
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  const received = receivedBytes();
  const came =
    received === undefined || receivedBefore === undefined
      ? ''
      : `, ${megabytes(received - receivedBefore)} received by this computer`;
  return `${seconds} s${came}, ${megabytes(sizeOf(folder))} on disk`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
