import { imageTypeOf, parseWorkflow, serializeWorkflow } from '@nodetool-ai/graph';
import type { AssetReference, Workflow } from '@nodetool-ai/graph';
import { uploadImage } from '../widgets/upload-image.ts';
import type { TabsStore } from './tabs-store.ts';

/** Larger ones are not workflows of people. */
const MOST_BYTES = 16 * 1024 * 1024;

/** What could not be taken, in words. */
export interface ImportProblem {
  readonly name: string;
  readonly message: string;
}

/**
 * Opens workflow files in tabs of their own; images go to `onImage`. Nothing in a file is run or fetched. Gives what
 * could not be taken.
 */
export async function importFiles(
  files: readonly File[],
  tabs: TabsStore,
  onImage?: (image: AssetReference) => void,
): Promise<readonly ImportProblem[]> {
  const problems: ImportProblem[] = [];
  for (const file of files) {
    try {
      const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
      if (imageTypeOf(head) !== undefined && onImage !== undefined)
        onImage(await uploadImage(file));
      else if (file.size > MOST_BYTES)
        problems.push({ name: file.name, message: 'It is larger than 16 MB.' });
      else {
        const workflow = parseWorkflow(await file.text());
        const name = workflow.name ?? file.name.replace(/\.json$/i, '');
        tabs.openNew({ ...workflow, name });
      }
    } catch (error) {
      problems.push({
        name: file.name,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return problems;
}

/** Lets the person pick workflow files. */
export function pickFiles(): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.json,application/json';
    input.multiple = true;
    // In the page, so that the browser does not throw it away while the dialog is open.
    input.hidden = true;
    document.body.append(input);
    const end = (files: readonly File[]) => {
      input.remove();
      resolve(files);
    };
    input.addEventListener('change', () => end([...(input.files ?? [])]));
    input.addEventListener('cancel', () => end([]));
    input.click();
  });
}

/** Saves the workflow as a file: the same bytes for the same workflow. */
export function exportWorkflow(workflow: Workflow): void {
  const blob = new Blob([serializeWorkflow(workflow)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${fileName(workflow.name ?? 'workflow')}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

function fileName(name: string): string {
  const safe = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return safe === '' ? 'workflow' : safe.slice(0, 60);
}
