import { parseArgs } from 'node:util';
import { isNodetoolError, toErrorShape } from '@nodetool-ai/graph';
import { parseOptionsOf } from './arguments/command.ts';
import type { Command, Invocation } from './arguments/command.ts';
import { usageError } from './arguments/usage-error.ts';
import { ALL_COMMANDS } from './commands/all-commands.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { formatHelp, formatOverview } from './output/help.ts';
import { printError } from './output/print-error.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** Runs one command line (without program name) and gives the exit code. Never rejects. */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    if (terminal.signal.aborted && !isNodetoolError(error)) return EXIT.cancelled;
    const shape = toErrorShape(error);
    printError(terminal, shape);
    return exitCodeOf(shape.code);
  }
}

async function dispatch(words: readonly string[], terminal: Terminal): Promise<number> {
  const [first = '', second = ''] = words;
  if (first === '--version' || first === '-v') {
    terminal.stdout.write(`${VERSION}\n`);
    return EXIT.ok;
  }
  if (first === 'help') return dispatch([...words.slice(1), '--help'], terminal);
  const wantsHelp = words.length === 0 || words.some((word) => word === '--help' || word === '-h');
  const command = ALL_COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`);
  if (command !== undefined)
    return invoke(command, words.slice(command.name.split(' ').length), terminal);
  const isGroup = ALL_COMMANDS.some(({ name }) => name.startsWith(`${first} `));
  if (isGroup && (second === '' || second.startsWith('-'))) {
    terminal.stdout.write(formatOverview(ALL_COMMANDS, first));
    return wantsHelp ? EXIT.ok : EXIT.usage;
  }
  if (first === '' || first.startsWith('-')) {
    if (!wantsHelp) throw usageError(`There is no option ${first}.`);
    terminal.stdout.write(formatOverview(ALL_COMMANDS));
    return EXIT.ok;
  }
  throw usageError(`There is no command ${isGroup ? `${first} ${second}` : first}.`);
}

async function invoke(
  command: Command,
  words: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const invocation = parse(command, words);
  if (invocation.flag('help')) {
    terminal.stdout.write(formatHelp(command));
    return EXIT.ok;
  }
  const surplus = invocation.operands[command.operands.length];
  if (surplus !== undefined) throw usageError(`${surplus} is one word too many.`, command.name);
  return command.run(invocation, terminal);
}

function parse(command: Command, words: readonly string[]): Invocation {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: parseOptionsOf(command),
      allowPositionals: true,
    });
    const texts = (name: string) =>
      [values[name] ?? []].flat().filter((value) => typeof value === 'string');
    return {
      operands: positionals,
      text: (name) => texts(name).at(-1),
      texts,
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw usageError(`${message.split('. ')[0] ?? message}.`, command.name);
  }
}
