import { isNodetoolError, serializeWorkflow } from '@nodetool-ai/graph';
import type { StoredWorkflow, Workflow } from '@nodetool-ai/graph';
import { askServer } from '../api/http-client.ts';
import { workflowOf } from '../document/document-store.ts';
import type { DocumentStore } from '../document/document-store.ts';
import { dropDraft, writeDraft } from './drafts.ts';

/** The pause in typing after which it is stored, and after which another try is made. */
const SAVE_MS = 600;
const RETRY_MS = 3000;
/** A draft is kept this soon after a change, and later by this for each node: writing a large one takes its time. */
const DRAFT_MS = 100;
const DRAFT_MS_PER_NODE = 0.4;

/** Keeps a workflow stored. */
export interface Autosave {
  /** Stores now what is not stored yet. */
  saveNow(): Promise<void>;
  stop(): void;
}

/**
 * Stores a workflow a moment after every change: first in the browser, where it outlives a reload and a dead server,
 * then on the server. Never over what somebody else stored meanwhile. `sent` is what may have been stored by us last
 * without our hearing of it.
 */
export function startAutosave(document: DocumentStore, owner: string, sent?: Workflow): Autosave {
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let draftTimer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | undefined;
  let known = workflowOf(document);
  let lastSent = sent;

  const idOf = () => workflowOf(document).id ?? '';

  const keepDraft = () => {
    clearTimeout(draftTimer);
    draftTimer = undefined;
    const { revision, saveState } = document.getState();
    if (saveState.kind === 'saved') return;
    const draft = { workflow: workflowOf(document), baseRevision: revision, sent: lastSent, owner };
    const isKept = writeDraft(idOf(), draft);
    if (!isKept && saveState.kind === 'failed') document.setSaved({ ...saveState, isKept: false });
  };

  const save = async () => {
    const { revision, saveState } = document.getState();
    if (saveState.kind === 'saved' || saveState.kind === 'conflict') return;
    const workflow = workflowOf(document);
    document.setSaved({ kind: 'saving' });
    const before = lastSent;
    lastSent = workflow;
    try {
      const answer = await askServer<{ revision: string }>(`/api/workflows/${idOf()}`, {
        method: 'PUT',
        body: { workflow, baseRevision: revision },
      });
      lastSent = undefined;
      if (workflowOf(document) === workflow) {
        document.setSaved({ kind: 'saved' }, answer.revision);
        clearTimeout(draftTimer);
        draftTimer = undefined;
        dropDraft(idOf(), owner);
      } else {
        document.setSaved({ kind: 'unsaved' }, answer.revision);
        schedule(SAVE_MS);
      }
    } catch (error) {
      if (isNodetoolError(error) && error.code === 'WORKFLOW_CHANGED') {
        lastSent = before;
        await settleConflict();
        return;
      }
      const message = error instanceof Error ? error.message : String(error);
      document.setSaved({ kind: 'failed', message, isKept: true });
      keepDraft();
      schedule(RETRY_MS);
    }
  };

  /** What is stored may be what we sent ourselves, when only its answer was lost. */
  const settleConflict = async () => {
    const ours = lastSent;
    lastSent = undefined;
    try {
      const stored = await askServer<StoredWorkflow>(`/api/workflows/${idOf()}`);
      const isOurs =
        ours !== undefined &&
        serializeWorkflow(stored.workflow) === serializeWorkflow({ ...ours, id: idOf() });
      if (isOurs) {
        document.setSaved({ kind: 'unsaved' }, stored.revision);
        schedule(0);
        return;
      }
    } catch {
      // It cannot be looked at now: the person decides.
    }
    document.setSaved({ kind: 'conflict' });
    keepDraft();
  };

  const saveNow = (): Promise<void> => {
    clearTimeout(saveTimer);
    saving ??= save().finally(() => {
      saving = undefined;
    });
    return saving;
  };

  const schedule = (delayMs: number) => {
    clearTimeout(saveTimer);
    saveTimer = setTimeout(() => void saveNow(), delayMs);
  };

  const unsubscribe = document.subscribe(({ history, saveState }) => {
    if (history.present === known) return;
    known = history.present;
    if (saveState.kind === 'saved') return;
    const delayMs = DRAFT_MS + known.graph.nodes.length * DRAFT_MS_PER_NODE;
    draftTimer ??= setTimeout(keepDraft, delayMs);
    schedule(SAVE_MS);
  });
  const onHide = () => keepDraft();
  addEventListener('pagehide', onHide);

  return {
    saveNow,
    stop: () => {
      unsubscribe();
      clearTimeout(saveTimer);
      keepDraft();
      removeEventListener('pagehide', onHide);
    },
  };
}
