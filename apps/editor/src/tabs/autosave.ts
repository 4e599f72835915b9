import { isNodetoolError } from '@nodetool-ai/graph';
import { askServer } from '../api/http-client.ts';
import { workflowOf } from '../document/document-store.ts';
import type { DocumentStore } from '../document/document-store.ts';
import { dropDraft, writeDraft } from './drafts.ts';

/** The pause in typing after which it is stored, and after which another try is made. */
const SAVE_MS = 600;
const RETRY_MS = 3000;
const DRAFT_MS = 100;

/** Keeps a workflow stored. */
export interface Autosave {
  /** Stores now what is not stored yet. */
  saveNow(): Promise<void>;
  stop(): void;
}

/**
 * Stores a workflow a moment after every change: first in the browser, where it outlives a reload and a dead server,
 * then on the server. Never over what somebody else stored meanwhile.
 */
export function startAutosave(document: DocumentStore, owner: string): Autosave {
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let draftTimer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | undefined;
  let known = workflowOf(document);

  const idOf = () => workflowOf(document).id ?? '';

  const keepDraft = () => {
    clearTimeout(draftTimer);
    draftTimer = undefined;
    const { revision, saveState } = document.getState();
    if (saveState.kind === 'saved') return;
    writeDraft(idOf(), { workflow: workflowOf(document), baseRevision: revision, owner });
  };

  const save = async () => {
    const { revision, saveState } = document.getState();
    if (saveState.kind === 'saved' || saveState.kind === 'conflict') return;
    const workflow = workflowOf(document);
    document.setSaved({ kind: 'saving' });
    try {
      const answer = await askServer<{ revision: string }>(`/api/workflows/${idOf()}`, {
        method: 'PUT',
        body: { workflow, baseRevision: revision },
      });
      if (workflowOf(document) === workflow) {
        document.setSaved({ kind: 'saved' }, answer.revision);
        clearTimeout(draftTimer);
        dropDraft(idOf(), owner);
      } else {
        document.setSaved({ kind: 'unsaved' }, answer.revision);
        schedule(SAVE_MS);
      }
    } catch (error) {
      if (isNodetoolError(error) && error.code === 'WORKFLOW_CHANGED') {
        document.setSaved({ kind: 'conflict' });
        return;
      }
      const message = error instanceof Error ? error.message : String(error);
      document.setSaved({ kind: 'failed', message });
      schedule(RETRY_MS);
    }
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
    draftTimer ??= setTimeout(keepDraft, DRAFT_MS);
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
