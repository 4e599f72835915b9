import { isRecord, readWorkflow } from '@nodetool-ai/graph';
import type { Workflow } from '@nodetool-ai/graph';

/** What was typed and is not stored by the server yet. */
export interface Draft {
  readonly workflow: Workflow;
  /** What it was made from; null when nothing was stored yet. */
  readonly baseRevision: string | null;
  /** The tab of the browser that typed it. */
  readonly owner: string;
}

const PREFIX = 'nodetool.draft.';
const keyOf = (workflowId: string, owner: string) => `${PREFIX}${workflowId}.${owner}`;

/** Names this tab of the browser, also after a reload. */
export function tabOwner(): string {
  const known = sessionStorage.getItem('nodetool.tab');
  if (known !== null) return known;
  const owner = crypto.randomUUID().slice(0, 8);
  sessionStorage.setItem('nodetool.tab', owner);
  return owner;
}

/** Holds a lock as long as this tab lives, so that other tabs know whose drafts are left over. */
export function claimTab(owner: string): void {
  void navigator.locks?.request(`nodetool.tab.${owner}`, () => new Promise(() => {}));
}

/** Keeps a draft in the browser. Gives false when the browser has no room for it. */
export function writeDraft(workflowId: string, draft: Draft): boolean {
  try {
    localStorage.setItem(keyOf(workflowId, draft.owner), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** It is stored now. */
export function dropDraft(workflowId: string, owner: string): void {
  localStorage.removeItem(keyOf(workflowId, owner));
}

/** The draft of this tab, else one of a tab that is gone. */
export async function findDraft(workflowId: string, owner: string): Promise<Draft | undefined> {
  const own = readDraft(keyOf(workflowId, owner));
  if (own !== undefined) return own;
  const alive = await livingTabs();
  for (const key of draftKeys()) {
    if (!key.startsWith(`${PREFIX}${workflowId}.`)) continue;
    const draft = readDraft(key);
    if (draft !== undefined && !alive.has(draft.owner)) return draft;
  }
  return undefined;
}

function draftKeys(): readonly string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

function readDraft(key: string): Draft | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (!isRecord(value) || typeof value['owner'] !== 'string') return undefined;
    const base = value['baseRevision'];
    return {
      workflow: readWorkflow(value['workflow']),
      baseRevision: typeof base === 'string' ? base : null,
      owner: value['owner'],
    };
  } catch {
    return undefined;
  }
}

async function livingTabs(): Promise<ReadonlySet<string>> {
  const locks = (await navigator.locks?.query())?.held ?? [];
  return new Set(locks.map(({ name }) => (name ?? '').replace(/^nodetool\.tab\./, '')));
}
