import { IconMenu2, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { QuickAdd } from '../canvas/quick-add.tsx';
import { addNode } from '../canvas/mat-commands.ts';
import { roomyPlace } from '../document/place-node.ts';
import { useCommands } from '../keyboard/use-commands.ts';
import { useTab, useWorkflow } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import { EngineBadge } from './engine-badge.tsx';
import { Logo } from './logo.tsx';
import { Menu } from './menu.tsx';

/** The top of the page on a phone. */
export function PhoneTop() {
  const { tabs, screen } = useWorkspace();
  const name = useWorkflow().name ?? 'Untitled';
  const commands = useCommands();
  const [isOpen, setOpen] = useState(false);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  return (
    <header className="phone-top top-bar">
      <span className="mark">
        <Logo />
      </span>
      <b className="cut">{name}</b>
      <span className="push" />
      <EngineBadge />
      <button
        ref={setButton}
        type="button"
        className="icon-button"
        aria-label="Menu"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <IconMenu2 size={18} stroke={1.5} aria-hidden="true" />
      </button>
      {isOpen && (
        <Menu
          label="Menu"
          anchor={button}
          onClose={() => setOpen(false)}
          items={[
            ...tabs.getState().tabs.map((tab) => ({
              label: `Go to ${tab.document.getState().history.present.name ?? 'Untitled'}`,
              run: () => tabs.show(tab.id),
            })),
            { label: 'Workflows and examples', run: () => screen.setState({ panel: 'open' }) },
            { label: 'Models', run: () => screen.setState({ panel: 'models' }) },
            { label: 'Runs', run: () => screen.setState({ panel: 'runs' }) },
            { label: 'Settings', run: () => screen.setState({ panel: 'settings' }) },
            { label: 'Undo', run: commands.undo },
            { label: 'Redo', run: commands.redo },
          ]}
        />
      )}
    </header>
  );
}

/** The way to a new node on a phone; the run bar stands beside it. */
export function PhoneAdd() {
  const { catalog } = useWorkspace();
  const { document } = useTab();
  const workflow = useWorkflow();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button big" onClick={() => setOpen(true)}>
        <IconPlus size={16} stroke={1.5} aria-hidden="true" /> Add node
      </button>
      {isOpen && (
        <QuickAdd
          at={{ x: 16, y: 80 }}
          end={undefined}
          onAdd={({ type }) => {
            const node = catalog.describe(type);
            setOpen(false);
            // On a phone nobody places nodes; they stand in rows on the mat that a larger screen shows.
            if (node !== undefined) addNode(document, node, roomyPlace(workflow, { x: 0, y: 0 }));
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
