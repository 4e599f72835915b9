import type { StarterPart, StarterReport } from '@nodetool-ai/graph';

/** What an installation of the starter engine would fetch. */
export interface InstallPlan {
  /** What is not there yet; empty when all is. */
  readonly parts: readonly StarterPart[];
  /** Bytes that would be downloaded. */
  readonly downloadBytes: number;
  /** Bytes that it would take on the disk in the end. */
  readonly diskBytes: number;
  /** How many bytes the disk has too few; 0 when it has enough, or when nobody knows. */
  readonly lackingBytes: number;
}

/** Works out what is still to be fetched; `only` names the parts that are meant, by their ids. */
export function planInstall(starter: StarterReport, only?: readonly string[]): InstallPlan {
  const parts = starter.parts.filter(
    ({ id, isInstalled }) => !isInstalled && (only === undefined || only.includes(id)),
  );
  const sum = (bytes: (part: StarterPart) => number) =>
    parts.reduce((total, part) => total + bytes(part), 0);
  const diskBytes = sum((part) => part.diskBytes);
  const { freeBytes } = starter;
  return {
    parts,
    diskBytes,
    downloadBytes: sum((part) => part.downloadBytes),
    lackingBytes: freeBytes === undefined ? 0 : Math.max(0, diskBytes - freeBytes),
  };
}

/** The id of the part that is no model. */
export const ENGINE_PART = 'engine';

/** The parts that are models. */
export function modelParts(starter: StarterReport): readonly StarterPart[] {
  return starter.parts.filter(({ id }) => id !== ENGINE_PART);
}
