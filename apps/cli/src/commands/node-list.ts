import { describeNode } from '@nodetool-ai/graph';
import type { Command } from '../arguments/command.ts';
import { EXIT } from '../exit-code.ts';
import { formatTable } from '../output/table.ts';
import { writeJson } from '../output/write-json.ts';
import { createRuntimeContext } from '@nodetool-ai/server/runtime-context';

/** `nodetool node list`: the node types. */
export const nodeList: Command = {
  name: 'node list',
  operands: [],
  summary: 'List the node types.',
  options: [{ name: 'json', kind: 'flag', help: 'Print the whole declarations as JSON.' }],
  examples: ['nodetool node list', 'nodetool node list --json'],
  run: async (invocation, terminal) => {
    const declarations = createRuntimeContext(terminal.environment).nodes.list();
    if (invocation.flag('json')) writeJson(terminal, { nodes: declarations.map(describeNode) }, 2);
    else {
      const rows = declarations.map((node) => [node.type, node.description.split('\n')[0] ?? '']);
      terminal.stdout.write(formatTable(['TYPE', 'WHAT IT DOES'], rows));
    }
    return EXIT.ok;
  },
};
