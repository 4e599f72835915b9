// npm run docs:reference: writes the reference pages that are made from the code. Tests compare them with it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_COMMANDS, formatHelp, formatOverview } from '../apps/cli/dist/index.js';
import { describeNode, describePortType, ERROR_CATALOGUE } from '../packages/graph/dist/index.js';
import { nodePack } from '../packages/nodes/dist/index.js';
import { projectRoot } from './ensure-installed.mjs';
import { providerPage, readProviderReference } from './provider-reference.mjs';

const write = (name, text) => writeFileSync(join(projectRoot, 'docs', 'reference', name), text);

const escapeCell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function errorsPage() {
  const sections = Object.entries(ERROR_CATALOGUE).map(
    ([code, { summary, hint }]) => `## \`${code}\`\n\n${summary}\n\nWhat to do: ${hint}\n`,
  );
  const intro = `# Errors

Every error has a stable \`code\`, a \`message\` with the cause in plain words (with the daemon's own words where it gave
some) and a \`hint\` that says what to do next. Programs should look at the code, never at the message. Text that had
arrived before the error is in \`details.partialText\`.
`;
  return [intro, ...sections].join('\n');
}

const describeDefault = (value) =>
  value === undefined ? '' : `\`${escapeCell(JSON.stringify(value))}\``;

function portRows(ports) {
  return Object.entries(ports).map(([name, declared]) => {
    const kind =
      declared.mode === 'stream'
        ? `stream of ${describePortType(declared.type)}`
        : describePortType(declared.type);
    const need = declared.required ? 'required' : describeDefault(declared.default);
    return `| \`${name}\` | ${kind} | ${need} | ${escapeCell(declared.description ?? '')} |`;
  });
}

function describeSetting(schema) {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.anyOf) return schema.anyOf.map(describeSetting).join(' or ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  const limits = [];
  // Whole numbers are bounded by what JavaScript can count exactly; that bound says nothing about the setting.
  const least = schema.minimum ?? schema.exclusiveMinimum;
  if (least !== undefined && least > Number.MIN_SAFE_INTEGER)
    limits.push(schema.minimum === undefined ? `above ${least}` : `from ${least}`);
  if (schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER)
    limits.push(`to ${schema.maximum}`);
  return [schema.type ?? 'any', ...limits].join(' ');
}

function settingRows(schema) {
  return Object.entries(schema.properties ?? {}).map(
    ([name, setting]) =>
      `| \`${name}\` | ${escapeCell(describeSetting(setting))} | ${describeDefault(setting.default)} | ${escapeCell(setting.description ?? '')} |`,
  );
}

function table(title, head, rows) {
  if (rows.length === 0) return '';
  return `\n### ${title}\n\n| ${head.join(' | ')} |\n|${'---|'.repeat(head.length)}\n${rows.join('\n')}\n`;
}

function nodeSection(declaration) {
  const node = describeNode(declaration);
  return `## \`${node.type}\`

${node.description}
${table('Inputs', ['Name', 'Type', 'Without a wire', 'What it is'], portRows(node.inputs))}${table('Settings', ['Name', 'Values', 'Default', 'What it does'], settingRows(node.props))}${table('Outputs', ['Name', 'Type', '', 'What it is'], portRows(node.outputs))}`;
}

function nodesPage() {
  const declarations = nodePack.nodes.map((node) => node.declaration);
  const sorted = declarations.toSorted((left, right) => left.type.localeCompare(right.type, 'en'));
  const intro = `# Nodes

What the node pack \`${nodePack.name}\` holds. The same is said by \`nodetool node info <type>\`. Inputs and settings share
one namespace: \`--props\` sets both.
`;
  return [intro, ...sorted.map(nodeSection)].join('\n');
}

function cliPage() {
  const intro = `# Command line

What \`nodetool\` prints of itself. From a checkout, \`npm run -s dev:nodetool -- …\` is the same.

\`\`\`
${formatOverview(ALL_COMMANDS)}\`\`\`

On a terminal, thinking, status and figures go to stderr; stdout holds the answer alone, so that it can be piped. Ctrl-C
cancels the run and closes the connection to the daemon at once; what was printed stays. Errors go to stderr as
\`error CODE: message\`, and below it what to do; the codes are in [errors](errors.md).
`;
  const sections = ALL_COMMANDS.map(
    (command) => `## \`${command.name}\`\n\n\`\`\`\n${formatHelp(command)}\`\`\`\n`,
  );
  return [intro, ...sections].join('\n');
}

write('cli.md', cliPage());
write('errors.md', errorsPage());
write('nodes.md', nodesPage());

const reference = readProviderReference(ERROR_CATALOGUE);
for (const problem of reference.problems) console.error(`provider.md: ${problem}.`);
write('provider.md', providerPage(reference, ERROR_CATALOGUE));
