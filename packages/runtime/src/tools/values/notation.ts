/** Whose escapes count in strings; all else is understood in both. */
export type Notation = 'json' | 'python';
