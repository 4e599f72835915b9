/** One shortcut: the table that the sheet shows and that the keys are bound from. */
export interface Shortcut {
  readonly keys: string;
  readonly words: string;
  readonly task: 'Move' | 'Add' | 'Wire' | 'Run' | 'Read' | 'Edit';
  /** Set for those that work everywhere; the mat binds its own. */
  readonly command?: CommandName;
}

/** What can be done from everywhere. */
export type CommandName =
  | 'run'
  | 'stop'
  | 'undo'
  | 'redo'
  | 'command'
  | 'shortcuts'
  | 'open'
  | 'export'
  | 'new'
  | 'next-error'
  | 'next-region'
  | 'previous-region'
  | 'select-all'
  | 'duplicate';

/** Every shortcut, by task. */
export const SHORTCUTS: readonly Shortcut[] = [
  { task: 'Run', keys: 'Ctrl Enter', words: 'Run', command: 'run' },
  { task: 'Run', keys: 'Ctrl .', words: 'Stop', command: 'stop' },
  { task: 'Run', keys: 'F8', words: 'Go to the next error', command: 'next-error' },
  { task: 'Add', keys: 'Tab', words: 'Add a node (on the mat)' },
  { task: 'Add', keys: 'Ctrl V', words: 'Paste nodes, text or an image' },
  { task: 'Add', keys: 'Ctrl D', words: 'Duplicate', command: 'duplicate' },
  { task: 'Wire', keys: 'C', words: 'Begin a wire at the focused node; again for its next output' },
  { task: 'Wire', keys: 'Arrows', words: 'Choose among the ports that fit, while a wire is drawn' },
  { task: 'Wire', keys: 'Enter', words: 'Join the wire' },
  { task: 'Move', keys: 'Arrows', words: 'Go to the nearest node' },
  { task: 'Move', keys: 'Alt Arrows', words: 'Move the selected nodes by 8 px' },
  { task: 'Move', keys: 'F6', words: 'Go to the next part of the page', command: 'next-region' },
  { task: 'Move', keys: 'Shift F6', words: 'Go to the part before', command: 'previous-region' },
  { task: 'Move', keys: 'Escape', words: 'Out of a node, then off the mat' },
  { task: 'Read', keys: 'Enter', words: 'Into the focused node' },
  { task: 'Read', keys: 'Ctrl K', words: 'Find or do', command: 'command' },
  { task: 'Read', keys: '?', words: 'All shortcuts', command: 'shortcuts' },
  { task: 'Edit', keys: 'Ctrl Z', words: 'Undo', command: 'undo' },
  { task: 'Edit', keys: 'Ctrl Shift Z', words: 'Redo', command: 'redo' },
  { task: 'Edit', keys: 'Ctrl A', words: 'Select all', command: 'select-all' },
  { task: 'Edit', keys: 'F2', words: 'Rename the focused node' },
  { task: 'Edit', keys: 'B', words: 'Bypass the selected nodes' },
  { task: 'Edit', keys: 'Delete', words: 'Delete what is selected' },
  { task: 'Edit', keys: 'Ctrl O', words: 'Open a workflow file', command: 'open' },
  {
    task: 'Edit',
    keys: 'Ctrl S',
    words: 'Save as a file (it is stored by itself)',
    command: 'export',
  },
];

/** What names the keys that are pressed, of an event of the browser. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The command of a key press, or undefined. `Ctrl` stands for the command key on a Mac. */
export function commandOf(event: KeyPress): CommandName | undefined {
  const name = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // A question mark is written with Shift on most keyboards and is one key all the same.
  const isShifted = event.shiftKey && name !== '?';
  const pressed = [
    ...(event.ctrlKey || event.metaKey ? ['Ctrl'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(isShifted ? ['Shift'] : []),
    name,
  ].join(' ');
  if (pressed === 'Ctrl Y') return 'redo';
  return SHORTCUTS.find(({ keys }) => keys === pressed)?.command;
}
