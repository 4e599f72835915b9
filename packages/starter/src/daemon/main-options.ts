import { parseArgs } from 'node:util';

/** What the process is started with. */
export interface MainOptions {
  /** The starter folder. */
  readonly folder: string;
  /** Folder whose `node_modules` has the engine. */
  readonly engineFolder: string;
  /** 0: any free one. */
  readonly port: number;
  /** Absent: the daemon's default. */
  readonly threads?: number;
}

/** Reads the arguments of the process. Throws an Error that names what is wrong. */
export function readMainOptions(given: readonly string[]): MainOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...given],
    options: { folder: text, engine: text, port: text, threads: text },
  });
  const { folder, engine: engineFolder } = values;
  if (folder === undefined || engineFolder === undefined)
    throw new Error('--folder and --engine are needed.');
  const threads = wholeNumber('--threads', values.threads, { least: 1, most: 1024 });
  return {
    folder,
    engineFolder,
    port: wholeNumber('--port', values.port, { least: 0, most: 65_535 }) ?? 0,
    ...(threads === undefined ? {} : { threads }),
  };
}

function wholeNumber(
  name: string,
  text: string | undefined,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not ${text}.`);
}
