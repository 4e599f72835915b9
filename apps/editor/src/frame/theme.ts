/** `system` follows the computer. */
export type Theme = 'system' | 'dark' | 'light';

const STORED = 'nodetool.theme';

/** What the person chose. */
export function readTheme(): Theme {
  const stored = localStorage.getItem(STORED);
  return stored === 'dark' || stored === 'light' ? stored : 'system';
}

/** Chooses, shows and remembers. */
export function setTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, theme);
  applyTheme();
}

/** Shows what is chosen; without a choice the style sheet asks the system. */
export function applyTheme(): void {
  const theme = readTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** What is shown now. */
export function isDark(): boolean {
  const theme = readTheme();
  return theme === 'system'
    ? !matchMedia('(prefers-color-scheme: light)').matches
    : theme === 'dark';
}
