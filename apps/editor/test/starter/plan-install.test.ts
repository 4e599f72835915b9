import { describe, expect, test } from 'vitest';
import { modelParts, planInstall } from '../../src/starter/plan-install.ts';
import { partNamed, starterWith } from './small-reports.ts';

describe('what an installation fetches', () => {
  test('is the sum of the parts that are missing', () => {
    expect(planInstall(starterWith())).toMatchObject({
      downloadBytes: 15_000_000,
      diskBytes: 40_000_000,
      lackingBytes: 0,
    });
  });

  test('leaves out what is there', () => {
    const parts = [partNamed('engine', { isInstalled: true }), partNamed('tiny:1m')];
    const plan = planInstall(starterWith({ parts }));
    expect(plan.parts.map(({ id }) => id)).toEqual(['tiny:1m']);
    expect(plan.downloadBytes).toBe(10_000_000);
  });

  test('is nothing when all is there', () => {
    const parts = [partNamed('engine', { isInstalled: true })];
    expect(planInstall(starterWith({ parts, freeBytes: 0 }))).toEqual({
      parts: [],
      downloadBytes: 0,
      diskBytes: 0,
      lackingBytes: 0,
    });
  });

  test('may be some parts only', () => {
    expect(planInstall(starterWith(), ['tiny:1m']).downloadBytes).toBe(5_000_000);
  });

  test('says by how much the disk is too small, counted after unpacking', () => {
    expect(planInstall(starterWith({ freeBytes: 39_000_000 })).lackingBytes).toBe(1_000_000);
    expect(planInstall(starterWith({ freeBytes: 40_000_000 })).lackingBytes).toBe(0);
  });

  test('does not call a disk too small of which nothing is known', () => {
    const { freeBytes, ...unknown } = starterWith();
    expect(freeBytes).toBeDefined();
    expect(planInstall(unknown).lackingBytes).toBe(0);
  });
});

test('the models are the parts but the engine', () => {
  expect(modelParts(starterWith()).map(({ id }) => id)).toEqual(['tiny:1m']);
});
