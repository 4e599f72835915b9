import type { Command } from '../arguments/command.ts';
import { modelOperand } from '../arguments/model-operand.ts';
import { usageError } from '../arguments/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { safeFor } from '../terminal.ts';
import { withProvider } from './with-provider.ts';
import { ollamaUrlOption } from './run-options.ts';

/** `nodetool models copy <source> <destination>`: gives a model a second name. */
export const modelsCopy: Command = {
  name: 'models copy',
  operands: ['<source>', '<destination>'],
  summary: 'Give a model a second name; a model that has that name is replaced.',
  options: [ollamaUrlOption],
  examples: ['nodetool models copy llama3.2 my-assistant'],
  run: async (invocation, terminal) => {
    const source = modelOperand(invocation, 'models copy');
    const destination = invocation.operands[1];
    if (destination === undefined) throw usageError('Say the second name.', 'models copy');
    await withProvider(invocation, terminal, ({ models }) =>
      models.copy(source, destination, { signal: terminal.signal }),
    );
    const { stderr } = terminal;
    stderr.write(safeFor(stderr, `Copied ${source} to ${destination}.\n`));
    return EXIT.ok;
  },
};
