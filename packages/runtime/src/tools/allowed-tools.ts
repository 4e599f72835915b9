import { NodetoolError } from '@nodetool-ai/graph';
import type { ProviderTool } from '../providers/messages.ts';
import type { ToolChoice } from '../providers/provider-requests.ts';

/** The tools that may be called, and whether one must be. */
export interface AllowedTools {
  readonly tools: readonly ProviderTool[];
  readonly isRequired: boolean;
}

/**
 * Gives the tools that the choice leaves. Throws REQUEST_INVALID when it names a tool that is not among them, or asks
 * for a call where there is no tool.
 */
export function allowedTools(tools: readonly ProviderTool[], choice: ToolChoice): AllowedTools {
  if (choice === 'none') return { tools: [], isRequired: false };
  if (choice === 'auto') return { tools, isRequired: false };
  const isNamed = typeof choice === 'object';
  const allowed = isNamed ? tools.filter(({ name }) => name === choice.name) : tools;
  if (allowed.length === 0) {
    throw new NodetoolError(
      'REQUEST_INVALID',
      isNamed
        ? `The model is to call the tool ${choice.name}, which is not among the tools of the request.`
        : 'The model is to call a tool, but the request has no tools.',
    );
  }
  return { tools: allowed, isRequired: true };
}
