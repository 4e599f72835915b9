import { describe, expect, test } from 'vitest';
import { starterLine } from '../../src/first-run/starter-line.ts';
import { partNamed, refused, starterWith } from '../starter/small-reports.ts';

const cancelled = { state: 'cancelled', startedAt: 1 } as const;

describe('the line of the starter', () => {
  test('says why there is none for this system', () => {
    const starter = starterWith({ isSupported: false, unsupportedCause: 'No build for musl.' });
    expect(starterLine(refused({ starter }))).toMatchObject({
      words: 'Not for this system',
      more: 'No build for musl.',
    });
  });

  test('names what a cancelled installation kept', () => {
    const parts = [partNamed('engine', { title: 'Engine', isInstalled: true }), partNamed('tiny')];
    expect(starterLine(refused({ starter: starterWith({ parts, install: cancelled }) })).more).toBe(
      'Kept: Engine. Only the rest is still to be fetched.',
    );
    expect(starterLine(refused({ starter: starterWith({ install: cancelled }) })).more).toContain(
      'No part is whole yet',
    );
  });

  test('says that a set address keeps it from being used', () => {
    const report = refused({ source: 'environment OLLAMA_HOST', starter: starterWith() });
    expect(starterLine(report).words).toContain('an address of Ollama is set');
  });
});
