import type { ParseArgsConfig } from 'node:util';
import type { Terminal } from '../terminal.ts';

/** One option of a command. */
export interface OptionDescription {
  readonly name: string;
  readonly kind: 'text' | 'flag';
  /** May be given several times. */
  readonly multiple?: true;
  /** What stands for the value in the help: `<json|@file|->`. */
  readonly value?: string;
  readonly help: string;
}

/** What a command is called with. */
export interface Invocation {
  readonly operands: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

/** A command of the program. */
export interface Command {
  /** For example `node run`. */
  readonly name: string;
  /** What stands after the name in the help: `<type>`. */
  readonly operands: readonly string[];
  readonly summary: string;
  readonly options: readonly OptionDescription[];
  readonly examples: readonly string[];
  /** Gives the exit code. May throw NodetoolErrors. */
  readonly run: (invocation: Invocation, terminal: Terminal) => Promise<number>;
}

/** The options in the form of `parseArgs`. */
export function parseOptionsOf(command: Command): NonNullable<ParseArgsConfig['options']> {
  const options = command.options.map(({ name, kind, multiple = false }) => [
    name,
    kind === 'flag' ? { type: 'boolean' as const } : { type: 'string' as const, multiple },
  ]);
  return { ...Object.fromEntries(options), help: { type: 'boolean', short: 'h' } };
}
