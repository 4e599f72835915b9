import type { LanguageModelV4ToolResultOutput } from '@ai-sdk/provider';
import type { MessageContent } from '../providers/messages.ts';
import { toFileContent } from './file-content.ts';

/** Gives what a tool gave as parts of a message: texts as they are, everything else as JSON, images apart. */
export function toToolContent(output: LanguageModelV4ToolResultOutput): readonly MessageContent[] {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return [{ type: 'text', text: output.value }];
    case 'json':
    case 'error-json':
      return [{ type: 'text', text: JSON.stringify(output.value) }];
    case 'execution-denied':
      return [{ type: 'text', text: output.reason ?? 'The user did not allow this call.' }];
    case 'content':
      return output.value.flatMap((part) => {
        if (part.type === 'text') return [{ type: 'text', text: part.text }];
        return part.type === 'file' ? [toFileContent(part)] : [];
      });
  }
}
