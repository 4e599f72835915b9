export { ALL_COMMANDS } from './commands/all-commands.ts';
export type { Command, Invocation, OptionDescription } from './arguments/command.ts';
export { runProgram } from './program.ts';
export type { Terminal } from './terminal.ts';
export { formatHelp, formatOverview } from './output/help.ts';
