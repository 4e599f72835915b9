import type { ProviderTool } from '../providers/messages.ts';
import type { ParsedToolText } from './text-tool-call.ts';
import { ToolTextFilter } from './tool-text-filter.ts';

/**
 * Takes the calls of tools out of a text that a model wrote, in whatever form it did (see TextToolForm). Only offered
 * tools are called, by their exact names. Prose is never a call: what no tag marks must stand alone on its lines.
 * Whatever is not clear stays text: quotes or brackets that do not end, a key twice, nesting deeper than 256. Never
 * throws for a text; its time grows with the length of the text and no faster.
 */
export function parseToolText(text: string, tools: readonly ProviderTool[]): ParsedToolText {
  const filter = new ToolTextFilter(tools);
  const shown = filter.push(text);
  const { text: rest, calls } = filter.end();
  const [first] = calls;
  return { calls, text: shown + rest, ...(first && { form: first.form }) };
}
