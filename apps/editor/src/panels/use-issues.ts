import type { ValidationReport, WorkflowIssue } from '@nodetool-ai/graph';
import { useEffect, useState } from 'react';
import { askServer } from '../api/http-client.ts';
import { useWorkflow } from '../tabs/tab-context.ts';

/** The pause in typing after which a workflow is looked over. */
const PAUSE_MS = 400;

/** What is wrong with the shown workflow, as a run would say; undefined before the first answer. */
export function useIssues(): readonly WorkflowIssue[] | undefined {
  const workflow = useWorkflow();
  const [issues, setIssues] = useState<readonly WorkflowIssue[]>();
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      const ask = { body: { workflow }, signal: controller.signal };
      askServer<ValidationReport>('/api/validate', ask).then(
        (report) => setIssues(report.issues),
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [workflow]);
  return issues;
}
