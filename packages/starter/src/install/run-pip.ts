import type { ToolOptions } from './run-tool.ts';
import { runTool, ToolError } from './run-tool.ts';

const CANDIDATES: readonly (readonly [command: string, ...parameters: string[]])[] = [
  ['python3', '-m', 'pip'],
  ['pip3'],
  ['pip'],
  ['python', '-m', 'pip'],
];

/**
 * Runs pip with its own configuration (index, mirror, proxy) untouched. Rejects with ToolError, `isMissing` when no
 * Python with pip is there.
 */
export async function runPip(parameters: readonly string[], options: ToolOptions): Promise<void> {
  for (const [command, ...start] of CANDIDATES) {
    if (await isWorking(command, [...start, '--version'], options))
      return runTool(command, [...start, ...parameters], options);
  }
  throw new ToolError('Python with pip is not installed', true);
}

async function isWorking(
  command: string,
  parameters: readonly string[],
  options: ToolOptions,
): Promise<boolean> {
  try {
    await runTool(command, parameters, options);
    return true;
  } catch (error) {
    if (error instanceof ToolError) return false;
    throw error;
  }
}
