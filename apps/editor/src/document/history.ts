import type { Workflow } from '@nodetool-ai/graph';

/** So many steps can be taken back; a step shares with the next all that did not change. */
const MOST_STEPS = 500;

/** A workflow and the ways back and forth. */
export interface History {
  readonly present: Workflow;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  /** Edits with the same key right after each other are one step: the letters of a word. */
  readonly mergeKey: string | undefined;
  /** When the last step was taken or joined, milliseconds since 1970. */
  readonly changedAt: number;
}

/** What was before a step, and what the step was called. */
export interface Step {
  readonly workflow: Workflow;
  readonly label: string;
}

/** A history without any step. */
export function startHistory(present: Workflow): History {
  return { present, past: [], future: [], mergeKey: undefined, changedAt: 0 };
}

/** A pause longer than this ends a step: nobody wants a morning's work taken back at once. */
const MERGE_MS = 1500;

/** Takes a step. Nothing happens when the workflow stays the same object. */
export function takeStep(
  history: History,
  next: Workflow,
  label: string,
  mergeKey?: string,
  now = Date.now(),
): History {
  if (next === history.present) return history;
  const isMerged =
    mergeKey !== undefined && mergeKey === history.mergeKey && now - history.changedAt < MERGE_MS;
  const past = isMerged
    ? history.past
    : [...history.past.slice(1 - MOST_STEPS), { workflow: history.present, label }];
  return { present: next, past, future: [], mergeKey, changedAt: now };
}

/** Takes the last step back. */
export function undoStep(history: History): History {
  const step = history.past.at(-1);
  if (step === undefined) return history;
  const undone = { workflow: history.present, label: step.label };
  return {
    present: step.workflow,
    past: history.past.slice(0, -1),
    future: [...history.future, undone],
    mergeKey: undefined,
    changedAt: 0,
  };
}

/** Takes again what was taken back. */
export function redoStep(history: History): History {
  const step = history.future.at(-1);
  if (step === undefined) return history;
  const redone = { workflow: history.present, label: step.label };
  return {
    present: step.workflow,
    past: [...history.past, redone],
    future: history.future.slice(0, -1),
    mergeKey: undefined,
    changedAt: 0,
  };
}
