import { IconMoon, IconPlus, IconSearch, IconSun } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useWorkspace } from '../workspace.ts';
import { EngineBadge } from './engine-badge.tsx';
import { Logo } from './logo.tsx';
import { TabButton } from './tab-button.tsx';
import { isDark, setTheme } from './theme.ts';

/** The top of the page: workflows in tabs, find, the daemon, the theme. */
export function TopBar() {
  const { tabs, screen } = useWorkspace();
  const open = useStore(tabs, (state) => state.tabs);
  const active = useStore(tabs, (state) => state.active);
  const [dark, setDark] = useState(isDark);
  const Sign = dark ? IconSun : IconMoon;
  return (
    <header className="top-bar">
      <span className="mark" title="NodeTool">
        <Logo />
      </span>
      <nav className="tabs" aria-label="Open workflows">
        {open.map((tab) => (
          <TabButton key={tab.id} tab={tab} isActive={tab.id === active} />
        ))}
      </nav>
      <button
        type="button"
        className="icon-button new-tab"
        aria-label="New workflow"
        onClick={() => tabs.openNew()}
      >
        <IconPlus size={16} stroke={1.5} aria-hidden="true" />
      </button>
      <span className="push" />
      <button
        type="button"
        className="find-button"
        onClick={() => screen.setState({ overlay: 'command' })}
      >
        <IconSearch size={14} stroke={1.5} aria-hidden="true" />
        <span>Find or do</span>
        <kbd>Ctrl K</kbd>
      </button>
      <EngineBadge />
      <button
        type="button"
        className="icon-button theme-button"
        aria-label={dark ? 'Light theme' : 'Dark theme'}
        onClick={() => {
          setTheme(dark ? 'light' : 'dark');
          setDark(!dark);
        }}
      >
        <Sign size={16} stroke={1.5} aria-hidden="true" />
      </button>
    </header>
  );
}
