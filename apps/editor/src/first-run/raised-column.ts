import type { EngineReport } from '@nodetool-ai/graph';
import { isAddressSet, isOllamaThere, starterState } from '../starter/starter-state.ts';

/** The columns of the first-run panel; `model` stands in the place of `install` where Ollama answers. */
export type FirstRunColumn = 'ollama' | 'starter' | 'model' | 'install';

/** The one column that is raised: the best that works now. */
export function raisedColumn(report: EngineReport): FirstRunColumn {
  if (isOllamaThere(report)) return report.models?.length === 0 ? 'model' : 'ollama';
  const state = starterState(report);
  if (state === 'running' || state === 'ready') return 'starter';
  // The address that the person gave alone counts: to put it right is what helps.
  if (isAddressSet(report) && state !== 'missing') return 'ollama';
  return state === 'missing' || state === 'unsupported' || state === 'no-room'
    ? 'install'
    : 'starter';
}

/** The columns in their order; `isRaisedFirst` where they stand one below the other. */
export function columnsOf(report: EngineReport, isRaisedFirst: boolean): readonly FirstRunColumn[] {
  const all: FirstRunColumn[] = isOllamaThere(report)
    ? ['ollama', 'model']
    : ['ollama', 'starter', 'install'];
  const shown = report.starter === undefined ? all.filter((name) => name !== 'starter') : all;
  if (!isRaisedFirst) return shown;
  const raised = raisedColumn(report);
  return [raised, ...shown.filter((name) => name !== raised)];
}
