import { isRecord } from '@nodetool-ai/graph';
import { coerceJson } from '../json-schema/coerce-json.ts';
import { validateJson } from '../json-schema/validate-json.ts';
import type { ProviderTool, ToolCall } from '../providers/messages.ts';

/** A call of a tool: what it calls and with what. */
type Called = Pick<ToolCall, 'name' | 'args'>;

/** A call that follows the schema of its tool, or why it does not. */
export type CheckedToolCall<T extends Called> =
  | {
      readonly call: T;
      /** What was converted, in words. */
      readonly changes: readonly string[];
      readonly problem?: undefined;
    }
  | {
      /** What is wrong, in words that the model and people understand. */
      readonly problem: string;
      readonly call?: undefined;
      readonly changes?: undefined;
    };

/** How many mistakes are told at once. */
const TOLD_MISTAKES = 10;

/**
 * Checks a call against the tools. Its arguments are converted to the types of the schema where nothing gets lost by
 * that (`"30"` to 30), and must follow it then. Throws REQUEST_INVALID when the schema of the tool cannot be used.
 */
export function checkToolCall<T extends Called>(
  call: T,
  tools: readonly ProviderTool[],
): CheckedToolCall<T> {
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined) return { problem: unknownTool(call.name, tools) };
  if (tool.inputSchema === undefined) return { call, changes: [] };
  const { value, changes } = coerceJson(tool.inputSchema, call.args);
  const issues = validateJson(tool.inputSchema, value);
  if (issues.length > 0 || !isRecord(value)) {
    const told = issues.slice(0, TOLD_MISTAKES).map(({ path, message }) => {
      return `${path === '' ? 'the arguments' : path.slice(1).replaceAll('/', '.')} ${message}`;
    });
    const more = issues.length > TOLD_MISTAKES ? '; and more' : '';
    return { problem: `The call of ${call.name} is wrong: ${told.join('; ')}${more}.` };
  }
  return { call: { ...call, args: value }, changes };
}

function unknownTool(name: string, tools: readonly ProviderTool[]): string {
  const names = tools.map((tool) => tool.name).join(', ');
  return names === ''
    ? `There is no tool called ${name}: no tools are offered.`
    : `There is no tool called ${name}. The tools are: ${names}.`;
}
