import type { EngineReport, StarterPart, StarterReport } from '@nodetool-ai/graph';

/** A part of the starter that is not installed: 10 MB to fetch, 20 MB on the disk. */
export function partNamed(id: string, more: Partial<StarterPart> = {}): StarterPart {
  return {
    id,
    title: id,
    does: 'writes',
    licence: 'MIT',
    downloadBytes: 10_000_000,
    diskBytes: 20_000_000,
    source: 'somewhere',
    isInstalled: false,
    ...more,
  };
}

/** A starter of two parts, none of them installed, on a disk of 1 GB. */
export function starterWith(more: Partial<StarterReport> = {}): StarterReport {
  return {
    isSupported: true,
    isInstalled: false,
    parts: [partNamed('engine'), partNamed('tiny:1m', { downloadBytes: 5_000_000 })],
    freeBytes: 1_000_000_000,
    ...more,
  };
}

/** Nobody answers at the default address. */
export function refused(more: Partial<EngineReport> = {}): EngineReport {
  return { state: 'refused', source: 'default', askedAt: 0, ...more };
}
