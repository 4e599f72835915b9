import { parseWorkflow, toErrorShape, validateWorkflow } from '@nodetool-ai/graph';
import type { WorkflowIssue } from '@nodetool-ai/graph';
import type { Command } from '../arguments/command.ts';
import { readWorkflowText } from '../arguments/read-workflow-text.ts';
import { EXIT } from '../exit-code.ts';
import { writeJson } from '../output/write-json.ts';
import { createRuntimeContext } from '@nodetool-ai/server/runtime-context';
import type { Terminal } from '../terminal.ts';

/** `nodetool validate <workflow.json>`: every mistake with its place; asks nobody and runs nothing. */
export const validate: Command = {
  name: 'validate',
  operands: ['<workflow.json|->'],
  summary: 'Find the mistakes of a workflow file without running it.',
  options: [
    { name: 'json', kind: 'flag', help: 'Print the mistakes as JSON.' },
    { name: 'warnings-as-errors', kind: 'flag', help: 'Doubtful things count as mistakes.' },
  ],
  examples: ['nodetool validate examples/first-answer.json'],
  run: async (invocation, terminal) => {
    const text = await readWorkflowText(invocation.operands[0] ?? '', terminal);
    const issues = findIssues(text, terminal);
    const isStrict = invocation.flag('warnings-as-errors');
    const isValid = !issues.some((issue) => isStrict || issue.severity === 'error');
    if (invocation.flag('json')) writeJson(terminal, { ok: isValid, issues }, 2);
    else
      terminal.stdout.write(issues.length === 0 ? 'No mistakes.\n' : issues.map(describe).join(''));
    return isValid ? EXIT.ok : EXIT.failed;
  },
};

function findIssues(text: string, terminal: Terminal): readonly WorkflowIssue[] {
  try {
    return validateWorkflow(parseWorkflow(text), createRuntimeContext(terminal.environment).nodes);
  } catch (error) {
    const { code, message, hint, details } = toErrorShape(error, 'WORKFLOW_INVALID');
    const lines = Array.isArray(details?.['issues']) ? details['issues'].map(String) : [message];
    return lines.map((line) => {
      const [, path = 'workflow', rest = line] = /^([\w.[\]]+): (.*)$/s.exec(line) ?? [];
      return { severity: 'error', code, path, message: rest, hint };
    });
  }
}

function describe(issue: WorkflowIssue): string {
  const hint = issue.hint === undefined ? '' : `\n  ${issue.hint}`;
  return `${issue.severity} ${issue.path}: ${issue.message}${hint}\n`;
}
