import type { OptionDescription } from '../arguments/command.ts';

/** The option of every command that asks the daemon. */
export const ollamaUrlOption: OptionDescription = {
  name: 'ollama-url',
  kind: 'text',
  value: '<address>',
  help: 'Where the daemon is; wins over every other setting.',
};

/** Options of the commands that run something. */
export const runOptions: readonly OptionDescription[] = [
  { name: 'timeout', kind: 'text', value: '<time>', help: 'Stop after this time: 30s, 2m, 1h.' },
  { name: 'json', kind: 'flag', help: 'Print one JSON object at the end instead of the answer.' },
  { name: 'jsonl', kind: 'flag', help: 'Print every event of the run, one JSON object a line.' },
  { name: 'quiet', kind: 'flag', help: 'No thinking and no status on stderr.' },
  ollamaUrlOption,
];
