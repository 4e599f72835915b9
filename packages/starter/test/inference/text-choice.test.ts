import { describe, expect, test } from 'vitest';
import { textChoice } from '../../src/inference/text-choice.ts';

function bodiesOf(texts: readonly string[]): readonly string[] {
  const bodies: string[] = [];
  const root = textChoice(texts, (body) => {
    bodies.push(body);
    return `r${bodies.length}`;
  });
  return [...bodies, root];
}

describe('a choice of many texts', () => {
  test('has few ways to go on at each place', () => {
    const bodies = bodiesOf(Array.from({ length: 2000 }, (_, at) => `value number ${at}`));
    expect(Math.max(...bodies.map((body) => body.split(' | ').length))).toBeLessThanOrEqual(11);
  });

  test('of few texts stands as it is, each once', () => {
    expect(bodiesOf(['ab', 'ac', 'ab'])).toEqual(['"ab" | "ac"']);
  });

  test('whose texts each begin with the one before ends its steps', () => {
    const bodies = bodiesOf(Array.from({ length: 5000 }, (_, at) => 'a'.repeat(at)));
    expect(bodies.length).toBeLessThan(60);
  });
});
