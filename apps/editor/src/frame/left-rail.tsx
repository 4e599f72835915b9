import {
  IconAlertTriangle,
  IconCpu,
  IconFolder,
  IconHistory,
  IconListTree,
  IconPlus,
  IconSettings,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useIssues } from '../panels/use-issues.ts';
import { useWorkspace } from '../workspace.ts';
import type { PanelName } from '../workspace.ts';

const ITEMS: readonly { name: PanelName; label: string; Sign: Icon }[] = [
  { name: 'add', label: 'Nodes', Sign: IconPlus },
  { name: 'outline', label: 'Outline', Sign: IconListTree },
  { name: 'open', label: 'Workflows and examples', Sign: IconFolder },
  { name: 'models', label: 'Models', Sign: IconCpu },
  { name: 'runs', label: 'Runs', Sign: IconHistory },
  { name: 'problems', label: 'Problems', Sign: IconAlertTriangle },
];

/** The ways to the panels. */
export function LeftRail() {
  const { screen } = useWorkspace();
  const panel = useStore(screen, (state) => state.panel);
  const errors = useIssues()?.filter(({ severity }) => severity === 'error').length ?? 0;
  const button = (name: PanelName, label: string, Sign: Icon) => (
    <button
      key={name}
      type="button"
      aria-label={name === 'problems' && errors > 0 ? `${label}, ${errors}` : label}
      title={label}
      aria-pressed={panel === name}
      onClick={() => screen.setState({ panel: panel === name ? undefined : name })}
    >
      <Sign size={18} stroke={1.5} aria-hidden="true" />
      {name === 'problems' && errors > 0 && <span className="count mono">{errors}</span>}
    </button>
  );
  return (
    <nav className="left-rail" aria-label="Panels">
      {ITEMS.map(({ name, label, Sign }) => button(name, label, Sign))}
      <span className="push" />
      {button('settings', 'Settings', IconSettings)}
    </nav>
  );
}
