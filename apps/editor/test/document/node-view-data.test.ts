import { describe, expect, test } from 'vitest';
import {
  givenTitle,
  isBypassed,
  isExpanded,
  positionOf,
} from '../../src/document/node-view-data.ts';
import { plainNode } from './small-workflows.ts';

const standing = (position: unknown) => plainNode('a', { ui_properties: { position } });

describe('the place of a node', () => {
  test('is what the file says', () => {
    expect(positionOf(standing({ x: 12.5, y: -40 }))).toEqual({ x: 12.5, y: -40 });
  });

  test.each([
    ['not said', undefined],
    ['null', null],
    ['a word', 'left'],
    ['a list', [3, 4]],
    ['an empty object', {}],
  ])('that is %s is the origin', (_, position) => {
    expect(positionOf(standing(position))).toEqual({ x: 0, y: 0 });
  });

  test('of a node without a view is the origin', () => {
    expect(positionOf(plainNode('a'))).toEqual({ x: 0, y: 0 });
    expect(positionOf(plainNode('a', { ui_properties: null }))).toEqual({ x: 0, y: 0 });
  });

  test.each([[NaN], ['left'], [{}], [Infinity], [-Infinity], [null]])(
    'with %s across is at 0 across, and keeps its height',
    (x) => {
      expect(positionOf(standing({ x, y: 7 }))).toEqual({ x: 0, y: 7 });
      expect(positionOf(standing({ x: 7, y: x }))).toEqual({ x: 7, y: 0 });
    },
  );

  test('that is huge is where it can still be found', () => {
    expect(positionOf(standing({ x: 1e308, y: -1e308 }))).toEqual({ x: 1e6, y: -1e6 });
    expect(positionOf(standing({ x: 1e6, y: -1e6 }))).toEqual({ x: 1e6, y: -1e6 });
  });
});

describe('the view of a node', () => {
  const seen = (view: Record<string, unknown>) => plainNode('a', { ui_properties: view });

  test('has the title that was given', () => {
    expect(givenTitle(seen({ title: 'Ask' }))).toBe('Ask');
    for (const title of ['', 5, null, undefined])
      expect(givenTitle(seen({ title }))).toBeUndefined();
    expect(givenTitle(plainNode('a'))).toBeUndefined();
  });

  test('is unfolded or bypassed only where the file says exactly so', () => {
    expect(isExpanded(seen({ expanded: true }))).toBe(true);
    expect(isExpanded(seen({ expanded: 'yes' }))).toBe(false);
    expect(isExpanded(plainNode('a'))).toBe(false);
    expect(isBypassed(seen({ bypassed: true }))).toBe(true);
    expect(isBypassed(seen({ bypassed: false }))).toBe(false);
    expect(isBypassed(plainNode('a', { ui_properties: null }))).toBe(false);
  });
});
