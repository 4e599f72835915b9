import { describeNode, describePortType, isRecord } from '@nodetool-ai/graph';
import type { InputDeclaration, NodeDescription, PortDeclaration } from '@nodetool-ai/graph';
import type { Command } from '../arguments/command.ts';
import { findNode } from '../arguments/find-node.ts';
import { EXIT } from '../exit-code.ts';
import { formatTable } from '../output/table.ts';
import { writeJson } from '../output/write-json.ts';
import { createRuntimeContext } from '@nodetool-ai/server/runtime-context';

/** `nodetool node info <type>`: ports and settings of one node. */
export const nodeInfo: Command = {
  name: 'node info',
  operands: ['<type>'],
  summary: 'Show the inputs, settings and outputs of a node type.',
  options: [{ name: 'json', kind: 'flag', help: 'Print the declaration as JSON.' }],
  examples: ['nodetool node info nodetool.text.Generate'],
  run: async (invocation, terminal) => {
    const { declaration } = findNode(
      createRuntimeContext(terminal.environment).nodes,
      invocation.operands[0] ?? '',
    );
    const node = describeNode(declaration);
    if (invocation.flag('json')) writeJson(terminal, node, 2);
    else terminal.stdout.write(describe(node));
    return EXIT.ok;
  },
};

function describe(node: NodeDescription): string {
  const [what = '', words = ''] = node.description.split('\n');
  const sections = [
    portSection('INPUT', node.inputs),
    settingSection(node.props),
    portSection('OUTPUT', node.outputs),
  ].filter((section) => section !== '');
  const example = `nodetool node run ${node.type} --props '${JSON.stringify(exampleProps(node))}'`;
  return `${node.type}: ${what}\n${words === '' ? '' : `Words: ${words}\n`}\n${sections.join('\n')}\nExample:\n  ${example}\n`;
}

function portSection(
  heading: string,
  ports: Readonly<Record<string, InputDeclaration | PortDeclaration>>,
): string {
  const rows = Object.entries(ports).map(([name, declared]) => [
    name,
    `${declared.mode === 'stream' ? 'stream of ' : ''}${describePortType(declared.type)}`,
    'required' in declared && declared.required
      ? 'required'
      : defaultOf('default' in declared ? declared.default : undefined),
    declared.description ?? '',
  ]);
  return rows.length === 0 ? '' : formatTable([heading, 'TYPE', 'DEFAULT', ''], rows);
}

function settingSection(schema: Readonly<Record<string, unknown>>): string {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const rows = Object.entries(properties).map(([name, setting]) => {
    const fields = isRecord(setting) ? setting : {};
    return [
      name,
      describeSetting(fields),
      defaultOf(fields['default']),
      text(fields['description']),
    ];
  });
  return rows.length === 0 ? '' : formatTable(['SETTING', 'VALUES', 'DEFAULT', ''], rows);
}

function describeSetting(setting: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(setting['enum'])) return setting['enum'].join('|');
  if (Array.isArray(setting['anyOf']))
    return setting['anyOf'].filter(isRecord).map(describeSetting).join(' or ');
  const { minimum, maximum } = setting;
  const bounds = [
    typeof minimum === 'number' && minimum > Number.MIN_SAFE_INTEGER ? `from ${minimum}` : '',
    typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? `to ${maximum}` : '',
  ];
  return [text(setting['type']) || 'any', ...bounds].filter((part) => part !== '').join(' ');
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const defaultOf = (value: unknown) => (value === undefined ? '' : JSON.stringify(value));

function exampleProps(node: NodeDescription): Record<string, unknown> {
  const required = Object.entries(node.inputs).filter(
    ([, input]) => input.required && input.type.kind !== 'image',
  );
  const values = Object.fromEntries(required.map(([name]) => [name, '…']));
  return node.models === undefined ? values : { ...values, model: 'llama3.2:latest' };
}
