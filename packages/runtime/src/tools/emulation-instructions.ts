import type { ProviderTool } from '../providers/messages.ts';
import type { ToolChoice } from '../providers/provider-requests.ts';
import { allowedTools } from './allowed-tools.ts';
import { renderEnvelope } from './render-envelope.ts';
import { describeParameters } from './schema/describe-parameters.ts';
import { exampleObject } from './schema/example-value.ts';
import { toWireToolSchema } from './wire-tool-schema.ts';

/**
 * Gives what a model without tools has to be told: which tools there are with all their arguments, and how it calls
 * them in the form of `envelopeSchema`. `''` when it may call none. Throws REQUEST_INVALID for a choice that the tools
 * do not allow.
 */
export function emulationInstructions(tools: readonly ProviderTool[], choice: ToolChoice): string {
  const allowed = allowedTools(tools, choice);
  const [first] = allowed.tools;
  if (first === undefined) return '';
  const args = exampleObject(toWireToolSchema(first.inputSchema));
  const example = renderEnvelope([{ name: first.name, args }]);
  return [
    '# Tools',
    'You can call these tools:',
    ...allowed.tools.map(describeTool),
    '# How to write',
    allowed.isRequired ? mustCall(choice, example) : mayCall(example),
    'Give every required argument, with the type that is told above, and invent no other ones. ' +
      'Never invent the result of a tool: it comes in the next message, which names the tool.',
  ].join('\n\n');
}

function describeTool({ name, description, inputSchema }: ProviderTool): string {
  const lines = [`## ${name}`];
  if (description !== undefined && description !== '') lines.push(description);
  const parameters = describeParameters(toWireToolSchema(inputSchema));
  if (parameters.length > 0) lines.push('Arguments:', ...parameters);
  else lines.push(inputSchema === undefined ? 'Arguments: a JSON object.' : 'Arguments: none.');
  return lines.join('\n');
}

function mayCall(example: string): string {
  return [
    'Write one JSON object and nothing else. When you need a tool, write its call, or several calls in the list:',
    example,
    'When you need no tool, or have its result, write your answer to the user:',
    '{"answer":"<your whole answer>"}',
  ].join('\n');
}

function mustCall(choice: ToolChoice, example: string): string {
  const which =
    typeof choice === 'object' ? `the tool ${choice.name}` : 'at least one of the tools';
  return [
    `You must call ${which} now. Write one JSON object with the list of calls and nothing else:`,
    example,
  ].join('\n');
}
