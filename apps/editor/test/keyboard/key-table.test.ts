import { describe, expect, test } from 'vitest';
import { commandOf, SHORTCUTS } from '../../src/keyboard/key-table.ts';
import type { Shortcut } from '../../src/keyboard/key-table.ts';

const NO_KEYS = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key: string, held: Partial<typeof NO_KEYS> = {}) =>
  commandOf({ ...NO_KEYS, ...held, key });

const everywhere = SHORTCUTS.filter(({ command }) => command !== undefined);

/** A key press as a person makes it who reads the table. */
function pressAsWritten({ keys }: Shortcut, ctrl: 'ctrlKey' | 'metaKey' = 'ctrlKey') {
  const parts = keys.split(' ');
  const key = parts.at(-1) ?? '';
  const isShifted = parts.includes('Shift');
  return press(isShifted ? key : key.length === 1 ? key.toLowerCase() : key, {
    [ctrl]: parts.includes('Ctrl'),
    altKey: parts.includes('Alt'),
    shiftKey: isShifted,
  });
}

describe('the table', () => {
  test('has no two shortcuts with the same keys and a command each', () => {
    const keys = everywhere.map((shortcut) => shortcut.keys);
    expect(keys.length).toBeGreaterThan(10);
    expect(keys).toEqual([...new Set(keys)]);
  });

  test('has no shortcut with a command whose keys the mat takes for itself', () => {
    const own = SHORTCUTS.filter(({ command }) => command === undefined).map(({ keys }) => keys);
    for (const { keys } of everywhere) expect(own).not.toContain(keys);
  });

  test('has no command twice', () => {
    const commands = everywhere.map(({ command }) => command);
    expect(commands).toEqual([...new Set(commands)]);
  });

  test('has each keys at most once for a task, and says what they do', () => {
    const rows = SHORTCUTS.map(({ task, keys }) => `${task}: ${keys}`);
    expect(rows).toEqual([...new Set(rows)]);
    for (const { words } of SHORTCUTS) expect(words).toMatch(/^[A-Z]/);
  });
});

describe('a key press', () => {
  test.each(everywhere.map((shortcut) => [shortcut.keys, shortcut] as const))(
    '%s gives its command, on a Mac too',
    (_, shortcut) => {
      expect(pressAsWritten(shortcut)).toBe(shortcut.command);
      expect(pressAsWritten(shortcut, 'metaKey')).toBe(shortcut.command);
    },
  );

  test('with Caps Lock is the same', () => {
    expect(press('Z', { ctrlKey: true })).toBe('undo');
    expect(press('z', { ctrlKey: true, shiftKey: true })).toBe('redo');
  });

  test('Ctrl Y takes again too', () => {
    expect(press('y', { ctrlKey: true })).toBe('redo');
  });

  test('? is one key, with Shift or without', () => {
    expect(press('?', { shiftKey: true })).toBe('shortcuts');
    expect(press('?')).toBe('shortcuts');
  });

  test('without Ctrl, or with a key more than written, is another', () => {
    expect(press('z')).toBeUndefined();
    expect(press('Enter')).toBeUndefined();
    expect(press('k', { ctrlKey: true, shiftKey: true })).toBeUndefined();
    expect(press('k', { ctrlKey: true, altKey: true })).toBeUndefined();
    expect(press('F8', { shiftKey: true })).toBeUndefined();
  });

  test('that only the mat knows gives no command here', () => {
    for (const key of ['Tab', 'c', 'b', 'F2', 'Delete', 'Escape', 'ArrowLeft'])
      expect(press(key)).toBeUndefined();
  });
});
