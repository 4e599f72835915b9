import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { PullProgress } from '@nodetool-ai/runtime';
import type { Command } from '../arguments/command.ts';
import { modelOperand } from '../arguments/model-operand.ts';
import { EXIT } from '../exit-code.ts';
import { percentOf } from '../output/progress-line.ts';
import { PullPrinter } from '../output/pull-printer.ts';
import { formatSize } from '../output/table.ts';
import { writeJson } from '../output/write-json.ts';
import { withProvider } from './with-provider.ts';
import { ollamaUrlOption } from './run-options.ts';

/** `nodetool models pull <name>`: makes the daemon fetch a model, and shows how far it is. */
export const modelsPull: Command = {
  name: 'models pull',
  operands: ['<name>'],
  summary: 'Fetch a model from the registry, or go on where an earlier pull stopped.',
  options: [
    {
      name: 'json',
      kind: 'flag',
      help: 'Print every step of the progress, one JSON object a line.',
    },
    { name: 'insecure', kind: 'flag', help: 'Allow a registry without https.' },
    ollamaUrlOption,
  ],
  examples: ['nodetool models pull llama3.2', 'nodetool models pull all-minilm --json'],
  run: async (invocation, terminal) => {
    const name = modelOperand(invocation, 'models pull');
    const { signal } = terminal;
    const isJson = invocation.flag('json');
    const insecure = invocation.flag('insecure');
    const printer = new PullPrinter(terminal, name);
    try {
      await withProvider(invocation, terminal, async ({ models }) => {
        for await (const progress of models.pull(name, { signal, insecure })) {
          if (isJson) writeJson(terminal, progress);
          else printer.take(progress);
        }
      });
      return EXIT.ok;
    } catch (error) {
      if (!isJson) printer.clear();
      if (isReaderGone(signal)) return EXIT.cancelled;
      throw isNodetoolError(error) && error.code === 'CANCELLED'
        ? stopped(name, { insecure, newest: printer.newest }, error)
        : error;
    }
  },
};

/** Who stopped reading wants to hear no more. */
function isReaderGone({ reason }: AbortSignal): boolean {
  return isNodetoolError(reason) && reason.details['isReaderGone'] === true;
}

function stopped(
  name: string,
  { insecure, newest }: { insecure: boolean; newest: PullProgress | undefined },
  cause: NodetoolError,
): NodetoolError {
  const { completedBytes, totalBytes } = newest ?? {};
  const again = `nodetool models pull ${name}${insecure ? ' --insecure' : ''}`;
  const where =
    completedBytes === undefined || totalBytes === undefined
      ? ''
      : ` at ${percentOf(completedBytes / totalBytes)} (${formatSize(completedBytes)} of ${formatSize(totalBytes)})`;
  return new NodetoolError('CANCELLED', `The pull of ${name} was stopped${where}.`, {
    hint: `The daemon keeps what has arrived: \`${again}\` goes on from there.`,
    cause,
  });
}
