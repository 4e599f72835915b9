import type { ProviderTool } from '../providers/messages.ts';
import type { ToolChoice } from '../providers/provider-requests.ts';
import { allowedTools } from './allowed-tools.ts';
import { toGrammarSchema } from './schema/grammar-schema.ts';

/** Small models write calls without end when nothing stops them. */
const MOST_CALLS = 8;

type Schema = Readonly<Record<string, unknown>>;

/**
 * Gives the JSON Schema of what a model without tools has to write, for `format`: `{"tool_calls":[{"name",
 * "arguments"}]}` with the names and arguments of the tools, or `{"answer":"…"}`. Where the choice asks for a call
 * there is no answer, and a named tool is the only one; with `none` or without tools there is the answer alone. Throws
 * REQUEST_INVALID for a choice that the tools do not allow.
 */
export function envelopeSchema(tools: readonly ProviderTool[], choice: ToolChoice): Schema {
  const allowed = allowedTools(tools, choice);
  const answer = objectWith('answer', { type: 'string' });
  if (allowed.tools.length === 0) return answer;
  const calls = allowed.tools.map(callSchema);
  const [only, ...others] = calls;
  const items = only !== undefined && others.length === 0 ? only : { anyOf: calls };
  const toolCalls = objectWith('tool_calls', {
    type: 'array',
    items,
    minItems: 1,
    maxItems: MOST_CALLS,
  });
  return allowed.isRequired ? toolCalls : { anyOf: [toolCalls, answer] };
}

function callSchema({ name, inputSchema }: ProviderTool): Schema {
  const args = inputSchema === undefined ? {} : toGrammarSchema(inputSchema);
  return {
    type: 'object',
    properties: {
      name: { enum: [name] },
      // Arguments are an object whatever the schema says.
      arguments: isForObjects(args) ? args : { type: 'object' },
    },
    required: ['name', 'arguments'],
    additionalProperties: false,
  };
}

function isForObjects({ type, anyOf }: Schema): boolean {
  if (!Array.isArray(anyOf)) return type === 'object';
  const branches: readonly Schema[] = anyOf;
  return branches.every(isForObjects);
}

function objectWith(name: string, schema: Schema): Schema {
  return {
    type: 'object',
    properties: { [name]: schema },
    required: [name],
    additionalProperties: false,
  };
}
