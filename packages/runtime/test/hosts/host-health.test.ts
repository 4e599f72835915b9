import { describe, expect, test } from 'vitest';
import { HostHealth } from '../../src/hosts/host-health.ts';
import { HostStates } from '../../src/hosts/host-states.ts';
import { RequestsUnderWay } from '../../src/hosts/requests-under-way.ts';

const ready = { state: 'ready', url: 'http://a' } as const;
const refused = { state: 'refused', url: 'http://a' } as const;

function health() {
  let now = 0;
  const subject = new HostHealth(() => now);
  return {
    subject,
    pass: (ms: number) => {
      now += ms;
    },
    /** How long the last status counts from now, in steps of 500 ms. */
    countsFor: () => {
      const start = now;
      while (subject.recall() !== undefined) now += 500;
      const lasted = now - start;
      now = start;
      return lasted;
    },
  };
}

describe('the health of a host', () => {
  test('is not known before it is asked, and counts for three seconds when it is ready', () => {
    const { subject, countsFor } = health();
    expect(subject.recall()).toBeUndefined();
    subject.note(ready);
    expect(subject.recall()).toBe(ready);
    expect(countsFor()).toBe(3000);
  });

  test('counts twice as long with each failure in a row, from one second to a minute', () => {
    const { subject, pass, countsFor } = health();
    const pauses = Array.from({ length: 8 }, () => {
      subject.note(refused);
      const pause = countsFor();
      pass(pause);
      return pause;
    });
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    subject.note(ready);
    pass(3000);
    subject.note(refused);
    expect(countsFor()).toBe(1000);
  });

  test('takes failures that come together for one', () => {
    const { subject, countsFor } = health();
    for (const _ of 'abcdef') subject.note(refused);
    expect(countsFor()).toBe(1000);
  });

  test('fails at once when it was ready just now', () => {
    const { subject, countsFor } = health();
    subject.note(ready);
    subject.note(refused);
    expect(subject.recall()).toBe(refused);
    expect(countsFor()).toBe(1000);
  });

  test('is asked again after an answer, and the pauses begin anew', () => {
    const { subject, pass, countsFor } = health();
    subject.note(refused);
    pass(1000);
    subject.note(refused);
    subject.noteAnswer();
    expect(subject.recall()).toBeUndefined();
    subject.note(refused);
    expect(countsFor()).toBe(1000);
    subject.note(ready);
    subject.noteAnswer();
    expect(subject.recall()).toBe(ready);
  });
});

test('requests under way are counted for each model until they are over, once', () => {
  const underWay = new RequestsUnderWay();
  const first = underWay.begin('a');
  const second = underWay.begin('a');
  underWay.begin('b');
  expect([underWay.total, underWay.of('a'), underWay.of('b'), underWay.of('c')]).toEqual([
    3, 2, 1, 0,
  ]);
  first();
  first();
  expect([underWay.total, underWay.of('a')]).toEqual([2, 1]);
  second();
  expect([underWay.total, underWay.of('a')]).toEqual([1, 0]);
});

test('what is remembered of a host belongs to its address and key', () => {
  const states = new HostStates();
  const state = states.of('http://a', 'one');
  expect(states.of('http://a', 'one')).toBe(state);
  const others = [
    states.of('http://a', 'two'),
    states.of('http://a', undefined),
    states.of('http://b', 'one'),
  ];
  expect(new Set([state, ...others]).size).toBe(4);
});
