import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NodetoolError, parseWorkflow, serializeWorkflow } from '@nodetool-ai/graph';
import type { StoredWorkflow, Workflow, WorkflowSummary } from '@nodetool-ai/graph';
import { ensurePrivateFolder, withFileLock, writeAtomically } from '@nodetool-ai/runtime';

/** An id becomes the name of a file: no dots, no separators, no device names that need one. */
const WORKFLOW_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
/** Windows gives these names to devices, whatever stands behind them. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** The saved workflows: one file each, written whole or not at all, never over what somebody else wrote meanwhile. */
export class WorkflowStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The last changed first. A file that cannot be read is listed without the number of its nodes. */
  async list(): Promise<readonly WorkflowSummary[]> {
    const names = await this.#fileNames();
    const summaries = await Promise.all(names.map((name) => this.#summarise(name)));
    return summaries.flat().toSorted((left, right) => right.changedAt - left.changedAt);
  }

  /** Rejects with WORKFLOW_NOT_FOUND, or with what is wrong with the file. */
  async read(id: string): Promise<StoredWorkflow> {
    const text = await this.#readText(id);
    if (text === undefined) throw notFound(id);
    return { workflow: parseWorkflow(text), revision: revisionOf(text) };
  }

  /**
   * Saves over the revision that it was made from (`null`: there is none yet) and gives the new one. Rejects with
   * WORKFLOW_CHANGED when another one is stored by now.
   */
  async write(id: string, workflow: Workflow, baseRevision: string | null): Promise<string> {
    const file = this.#fileOf(id);
    ensurePrivateFolder(this.#folder);
    return withFileLock(`${file}.lock`, async () => {
      const text = serializeWorkflow({ ...workflow, id });
      const revision = revisionOf(text);
      const stored = await this.#readText(id);
      const storedRevision = stored === undefined ? null : revisionOf(stored);
      // The same save twice (its answer was lost) is no conflict.
      if (storedRevision === revision) return revision;
      if (storedRevision !== baseRevision) throw new NodetoolError('WORKFLOW_CHANGED');
      await writeAtomically(file, text);
      return revision;
    });
  }

  /** Rejects with WORKFLOW_NOT_FOUND, and with WORKFLOW_CHANGED when another revision is stored by now. */
  async remove(id: string, baseRevision: string): Promise<void> {
    const file = this.#fileOf(id);
    if ((await this.#readText(id)) === undefined) throw notFound(id);
    await withFileLock(`${file}.lock`, async () => {
      const stored = await this.#readText(id);
      if (stored === undefined) return;
      if (revisionOf(stored) !== baseRevision) throw new NodetoolError('WORKFLOW_CHANGED');
      await rm(file);
    });
  }

  async #fileNames(): Promise<readonly string[]> {
    try {
      const names = await readdir(this.#folder);
      return names.filter(
        (name) => name.endsWith('.json') && WORKFLOW_ID.test(name.slice(0, -'.json'.length)),
      );
    } catch {
      return [];
    }
  }

  async #summarise(fileName: string): Promise<readonly WorkflowSummary[]> {
    const id = fileName.slice(0, -'.json'.length);
    try {
      const changedAt = (await stat(join(this.#folder, fileName))).mtimeMs;
      try {
        const { workflow } = await this.read(id);
        const name = workflow.name ?? id;
        return [{ id, name, changedAt, nodeCount: workflow.graph.nodes.length }];
      } catch {
        return [{ id, name: id, changedAt }];
      }
    } catch {
      // Removed between the list and now.
      return [];
    }
  }

  async #readText(id: string): Promise<string | undefined> {
    try {
      return await readFile(this.#fileOf(id), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #fileOf(id: string): string {
    if (!WORKFLOW_ID.test(id) || DEVICE_NAME.test(id)) throw notFound(id);
    return join(this.#folder, `${id}.json`);
  }
}

function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function notFound(id: string): NodetoolError {
  return new NodetoolError('WORKFLOW_NOT_FOUND', `No workflow ${id.slice(0, 64)} is stored.`);
}
