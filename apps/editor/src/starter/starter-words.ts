import type { EngineReport, ModelCapability } from '@nodetool-ai/graph';
import { modelParts } from './plan-install.ts';

/** What the starter is: said wherever it answers. */
export const STARTER_NOTE = '135M model: for trying the editor';

/** What the starter is good for and what it is not. */
export const STARTER_GOOD_AT =
  'Small models that run inside NodeTool. Good for trying the editor: extraction, sorting, comparing sentences. Too small for long answers.';

/** What a real Ollama would add. */
export const OLLAMA_ADDS = 'any open model, vision, long answers, your graphics card';

const NO_VISION =
  'The starter engine has no model that sees images. Install Ollama, then pull one, for example gemma3:4b.';

/**
 * Why no model can do it as long as the starter answers, in full sentences; undefined when one can, or when it is not the
 * starter that answers.
 */
export function starterLacks(
  report: EngineReport | undefined,
  capability: ModelCapability,
): string | undefined {
  if (report?.kind !== 'starter' || capability !== 'vision') return undefined;
  const canSee = (report.models ?? []).some(({ vision }) => vision !== 'no');
  return canSee ? undefined : NO_VISION;
}

/** The part of the starter that has this name and is not installed: the only models that it can fetch. */
export function fetchablePart(report: EngineReport | undefined, name: string) {
  if (report?.starter === undefined) return undefined;
  return modelParts(report.starter).find(
    ({ id, isInstalled }) =>
      !isInstalled && (id === name || id === `${name}:latest` || `${id}:latest` === name),
  );
}
