import { nodeData } from '@nodetool-ai/graph';
import type { Workflow } from '@nodetool-ai/graph';
import { setData } from '../document/edits.ts';
import { isModelNamed } from '../engine/engine-store.ts';
import { fitModels } from '../models/fit-models.ts';
import { useWorkspace } from '../workspace.ts';
import type { Workspace } from '../workspace.ts';
import { readExample } from './read-example.ts';

/**
 * Opens an example in a tab. A model that it names and that is not installed is replaced by one that is and fits, if
 * there is one: an example is meant to run here.
 */
export function useOpenExample(): (name: string) => Promise<void> {
  const workspace = useWorkspace();
  return async (name) => {
    const workflow = await readExample(name);
    // The panel was for finding a way to begin; this is one.
    workspace.screen.setState(({ firstRun }) => (firstRun === 'open' ? { firstRun: 'auto' } : {}));
    workspace.tabs.openNew(withInstalledModels(workflow, workspace));
  };
}

function withInstalledModels(workflow: Workflow, { catalog, engine }: Workspace): Workflow {
  const models = engine.getState().report?.models ?? [];
  let changed = workflow;
  for (const node of workflow.graph.nodes) {
    const description = catalog.describe(node.type);
    for (const [name, { capability }] of Object.entries(description?.models ?? {})) {
      const wanted = nodeData(node)[name];
      const isThere = models.some((model) => isModelNamed(model, String(wanted)));
      const fitting = fitModels(models, capability, description?.title ?? '').find(
        (row) => row.fits,
      );
      if (!isThere && fitting !== undefined)
        changed = setData(node.id, { [name]: fitting.facts.id })(changed);
    }
  }
  return changed;
}
