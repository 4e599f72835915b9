import { renderFunctionTag } from './forms/function-tag.ts';
import { renderHarmonyCall } from './forms/harmony-call.ts';
import { renderJsonCall } from './forms/json-block.ts';
import { LLAMA_START } from './forms/llama-call.ts';
import { MISTRAL_START } from './forms/mistral-call.ts';
import { renderPythonCall } from './forms/python-call.ts';
import { renderYamlCall } from './forms/yaml-call.ts';
import type { FoundCall, TextToolForm } from './text-tool-call.ts';

/**
 * Writes a call in one of the forms, as a text of its own that `parseToolText` reads as the same name and arguments.
 * `tag-function` knows no quotes: what it cannot tell apart (the text `"2"` from the number 2) is written as
 * `tag-json`.
 */
export function renderToolCall(call: Pick<FoundCall, 'name' | 'args'>, form: TextToolForm): string {
  switch (form) {
    case 'python':
      return renderPythonCall(call);
    case 'python-list':
      return `[${renderPythonCall(call)}]`;
    case 'python-fence':
      return fenced('tool_code', renderPythonCall(call));
    case 'json':
      return renderJsonCall(call);
    case 'json-list':
      return `[${renderJsonCall(call)}]`;
    case 'json-tool-calls':
      return `{"tool_calls":[${renderJsonCall(call)}]}`;
    case 'json-function':
      return JSON.stringify({
        type: 'function',
        function: { name: call.name, arguments: JSON.stringify(call.args) },
      });
    case 'json-fence':
      return fenced('json', renderJsonCall(call));
    case 'tag-json':
      return tagged(renderJsonCall(call));
    case 'tag-python':
      return tagged(renderPythonCall(call));
    case 'tag-yaml':
      return tagged(renderYamlCall(call));
    case 'tag-function':
      return tagged(renderFunctionTag(call) ?? renderJsonCall(call));
    case 'yaml-fence':
      return fenced('yaml', renderYamlCall(call));
    case 'harmony':
      return renderHarmonyCall(call);
    case 'mistral':
      return `${MISTRAL_START}[${renderJsonCall(call)}]`;
    case 'llama-python':
      return `${LLAMA_START}${renderPythonCall(call, '.call')}`;
    case 'llama-json':
      return `${LLAMA_START}${renderJsonCall(call, 'parameters')}`;
  }
}

function fenced(language: string, content: string): string {
  return `\`\`\`${language}\n${content}\n\`\`\``;
}

function tagged(content: string): string {
  return `<tool_call>\n${content}\n</tool_call>`;
}
