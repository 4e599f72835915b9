import { isRecord, readWorkflow } from '@nodetool-ai/graph';
import type { Workflow } from '@nodetool-ai/graph';
import { randomHex } from '../document/ids.ts';

/** What was typed and is not stored by the server yet. */
export interface Draft {
  readonly workflow: Workflow;
  /** What it was made from; null when nothing was stored yet. */
  readonly baseRevision: string | null;
  /** What was on its way to the server when the draft was kept: if that is stored now, it was ours. */
  readonly sent?: Workflow | undefined;
  /** The tab of the browser that typed it. */
  readonly owner: string;
}

const PREFIX = 'nodetool.draft.';
const OWNER = 'nodetool.tab';
const LOCK = 'nodetool.tab.';
/** A tab that is being reloaded gives its lock back in this time. */
const RELOAD_MS = 300;

const keyOf = (workflowId: string, owner: string) => `${PREFIX}${workflowId}.${owner}`;

/**
 * Names this tab of the browser, the same after a reload, and holds a lock of that name as long as the tab lives, so
 * that other tabs know whose drafts are left over. A tab that was duplicated gets a name of its own.
 */
export async function claimOwner(): Promise<string> {
  const known = sessionStorage.getItem(OWNER);
  if (known !== null) {
    if (await holdLock(known)) return known;
    await new Promise((resolve) => setTimeout(resolve, RELOAD_MS));
    if (await holdLock(known)) return known;
  }
  const owner = randomHex(8);
  sessionStorage.setItem(OWNER, owner);
  await holdLock(owner);
  return owner;
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
  const isLeft = await leftOver(owner);
  return draftKeys()
    .filter((key) => key.startsWith(`${PREFIX}${workflowId}.`))
    .map(readDraft)
    .find((draft) => draft !== undefined && isLeft(draft));
}

/** Ids of the workflows that have a draft of this tab or of one that is gone. */
export async function draftedWorkflows(owner: string): Promise<readonly string[]> {
  const isLeft = await leftOver(owner);
  const ids = draftKeys().flatMap((key) => {
    const draft = readDraft(key);
    return draft !== undefined && isLeft(draft)
      ? [key.slice(PREFIX.length).split('.')[0] ?? '']
      : [];
  });
  return [...new Set(ids)].filter((id) => id !== '');
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
      sent: value['sent'] === undefined ? undefined : readWorkflow(value['sent']),
      owner: value['owner'],
    };
  } catch {
    return undefined;
  }
}

/** Tells drafts that nobody else works on. Where tabs cannot be told apart, only our own are taken for that. */
async function leftOver(owner: string): Promise<(draft: Draft) => boolean> {
  const { locks } = navigator;
  if (locks === undefined) return (draft) => draft.owner === owner;
  const held = (await locks.query()).held ?? [];
  const alive = new Set(held.map(({ name }) => name));
  return (draft) => draft.owner === owner || !alive.has(`${LOCK}${draft.owner}`);
}

/** Takes a lock until the tab is closed. Gives false when another tab has it; true too where there are no locks. */
function holdLock(owner: string): Promise<boolean> {
  const { locks } = navigator;
  if (locks === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    void locks.request(`${LOCK}${owner}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    });
  });
}
