import type { Workflow } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { redoStep, startHistory, takeStep, undoStep } from '../../src/document/history.ts';
import type { History } from '../../src/document/history.ts';
import { workflowWith } from './small-workflows.ts';

const MOST_STEPS = 500;
const named = (name: string): Workflow => ({ ...workflowWith([]), name });

/** The history after steps with these names, the last of them present. */
const after = (...names: readonly string[]): History =>
  names.reduce(
    (history, name) => takeStep(history, named(name), `to ${name}`),
    startHistory(named('start')),
  );

const repeat = (times: number, step: (history: History) => History, from: History) =>
  Array.from({ length: times }).reduce<History>((history) => step(history), from);

describe('a step', () => {
  test('keeps what was before it, and what it was called', () => {
    const first = named('first');
    const history = takeStep(startHistory(first), named('second'), 'Rename');
    expect(history.present.name).toBe('second');
    expect(history.past).toEqual([{ workflow: first, label: 'Rename' }]);
  });

  test('that changes nothing is none', () => {
    const history = after('one');
    expect(takeStep(history, history.present, 'Nothing')).toBe(history);
  });

  test('leaves the history before it as it was', () => {
    const before = after('one');
    takeStep(before, named('two'), 'Two');
    undoStep(before);
    expect(before.present.name).toBe('one');
    expect(before.past.length).toBe(1);
  });
});

describe('going back and forth', () => {
  test('gives the same objects again', () => {
    const [one, two, three] = ['one', 'two', 'three'].map(named);
    let history = startHistory(one ?? named(''));
    history = takeStep(history, two ?? named(''), 'a');
    history = takeStep(history, three ?? named(''), 'b');
    history = undoStep(history);
    expect(history.present).toBe(two);
    history = undoStep(history);
    expect(history.present).toBe(one);
    history = redoStep(redoStep(history));
    expect(history.present).toBe(three);
  });

  test('at the end of the way does nothing', () => {
    const fresh = startHistory(named('start'));
    expect(undoStep(fresh)).toBe(fresh);
    expect(redoStep(fresh)).toBe(fresh);
  });

  test('keeps the names of the steps with the steps', () => {
    const history = undoStep(after('one', 'two'));
    expect(history.future.at(-1)?.label).toBe('to two');
    expect(history.past.at(-1)?.label).toBe('to one');
    expect(redoStep(history).past.at(-1)?.label).toBe('to two');
  });

  test('ends the way forth when another step is taken', () => {
    const history = takeStep(undoStep(after('one', 'two')), named('other'), 'Other');
    expect(history.future).toEqual([]);
    expect(redoStep(history).present.name).toBe('other');
    expect(undoStep(history).present.name).toBe('one');
  });
});

describe('steps with the same key', () => {
  const type = (history: History, text: string, key?: string) =>
    takeStep(history, named(text), 'Type', key);

  test('right after each other are one step: the letters of a word', () => {
    let history = startHistory(named('start'));
    for (const text of ['w', 'wo', 'wor', 'word']) history = type(history, text, 'prompt');
    expect(history.present.name).toBe('word');
    expect(history.past.length).toBe(1);
    expect(undoStep(history).present.name).toBe('start');
  });

  test('are two when another step or another key is between them', () => {
    const first = type(startHistory(named('start')), 'a', 'prompt');
    expect(type(first, 'b', 'system').past.length).toBe(2);
    expect(type(type(first, 'b'), 'c', 'prompt').past.length).toBe(3);
  });

  test('are two when one was taken back or taken again between them', () => {
    const two = type(type(startHistory(named('start')), 'a', 'one'), 'b', 'two');
    const back = undoStep(two);
    expect(type(back, 'c', 'two').past.length).toBe(2);
    expect(type(back, 'c', 'one').past.length).toBe(2);
    const forth = redoStep(back);
    expect(type(forth, 'c', 'two').past.length).toBe(3);
  });

  test('are none when they have no key', () => {
    expect(type(type(startHistory(named('start')), 'a'), 'b').past.length).toBe(2);
  });
});

describe('the bound', () => {
  const names = Array.from({ length: MOST_STEPS + 20 }, (_, index) => `step ${index}`);
  const long = after(...names);

  test('is kept, and the oldest steps are forgotten', () => {
    expect(long.past.length).toBe(MOST_STEPS);
    const oldest = repeat(names.length + 10, undoStep, long);
    expect(oldest.present.name).toBe('step 19');
  });

  test('does not cut the way forth', () => {
    const there = repeat(MOST_STEPS + 1, redoStep, repeat(MOST_STEPS, undoStep, long));
    expect(there.present).toBe(long.present);
    expect(there.past.length).toBe(MOST_STEPS);
  });
});

describe('a pause', () => {
  const typed = (history: History, name: string, at: number) =>
    takeStep(history, named(name), 'Type', 'field', at);

  test('ends a step: what was typed before it is not taken back with what came after', () => {
    const morning = typed(startHistory(named('')), 'morning', 1_000_000);
    const noon = typed(morning, 'morning and noon', 9_000_000);
    expect(undoStep(noon).present.name).toBe('morning');
  });

  test('that is short does not: letters of a word are one step', () => {
    const letter = typed(startHistory(named('')), 'a', 1_000_000);
    const word = typed(typed(letter, 'ab', 1_000_400), 'abc', 1_000_900);
    expect(undoStep(word).present.name).toBe('');
  });
});
