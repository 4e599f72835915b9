import type { Command } from '../arguments/command.ts';

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}\n`).join('');

/** The help of the program, or of a group such as `node`. */
export function formatOverview(commands: readonly Command[], group = ''): string {
  const shown =
    group === '' ? commands : commands.filter((command) => command.name.startsWith(`${group} `));
  const calls = shown.map((command) => [command.name, ...command.operands].join(' '));
  const width = Math.max(...calls.map((call) => call.length));
  const rows = shown.map(
    (command, index) => `${(calls[index] ?? '').padEnd(width)}  ${command.summary}`,
  );
  const examples = shown.slice(0, 4).map((command) => command.examples[0] ?? '');
  const title =
    group === '' ? 'nodetool: run AI workflows on the models of your own machine.\n\n' : '';
  return `${title}Usage: nodetool ${group === '' ? '' : `${group} `}<command> [options]\n\nCommands:\n${indent(rows)}\nExamples:\n${indent(examples)}\nMore about a command: nodetool <command> --help. Version: nodetool --version.\nExit codes: 0 ok, 1 run failed, 2 usage, 3 daemon not reachable or lost, 4 model missing, 130 cancelled.\n`;
}

/** The help of one command. */
export function formatHelp(command: Command): string {
  const calls = command.options.map(
    ({ name, value }) => `--${name}${value === undefined ? '' : ` ${value}`}`,
  );
  const width = Math.max(0, ...calls.map((call) => call.length));
  const rows = command.options.map((option, index) => {
    const several = option.multiple ? ' May be given several times.' : '';
    return `${(calls[index] ?? '').padEnd(width)}  ${option.help}${several}`;
  });
  const usage = ['nodetool', command.name, ...command.operands, rows.length > 0 ? '[options]' : '']
    .join(' ')
    .trimEnd();
  const options = rows.length > 0 ? `\nOptions:\n${indent(rows)}` : '';
  return `${command.summary}\n\nUsage: ${usage}\n${options}\nExamples:\n${indent(command.examples)}`;
}
