import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider';
import { definedFields } from '@nodetool-ai/graph';
import type { ProviderTool } from '../providers/messages.ts';
import type { ToolChoice } from '../providers/provider-requests.ts';

/** Tools of a call as our providers take them, and what of them Ollama has no means for. */
export interface CallTools {
  readonly tools?: readonly ProviderTool[];
  readonly toolChoice?: ToolChoice;
  readonly warnings: readonly SharedV4Warning[];
}

/** Gives the tools and the choice among them; our providers enforce the choice, which no daemon does. */
export function toCallTools({
  tools = [],
  toolChoice,
}: Pick<LanguageModelV4CallOptions, 'tools' | 'toolChoice'>): CallTools {
  const warnings: SharedV4Warning[] = [];
  const offered: ProviderTool[] = [];
  for (const tool of tools) {
    if (tool.type === 'provider') {
      warnings.push({ type: 'unsupported', feature: `the provider tool ${tool.id}` });
      continue;
    }
    const { name, description, inputSchema, inputExamples, strict } = tool;
    if (strict === true)
      warnings.push({ type: 'unsupported', feature: `strict mode of the tool ${name}` });
    if (inputExamples !== undefined && inputExamples.length > 0)
      warnings.push({ type: 'unsupported', feature: `input examples of the tool ${name}` });
    offered.push(definedFields({ name, description, inputSchema: { ...inputSchema } }));
  }
  return {
    ...(offered.length === 0 ? {} : { tools: offered }),
    ...(toolChoice === undefined
      ? {}
      : {
          toolChoice: toolChoice.type === 'tool' ? { name: toolChoice.toolName } : toolChoice.type,
        }),
    warnings,
  };
}
