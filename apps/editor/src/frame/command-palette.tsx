import { useReactFlow } from '@xyflow/react';
import { IconSearch } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import { addNode } from '../canvas/mat-commands.ts';
import { focusNode } from '../canvas/focus-node.ts';
import { titleOf } from '../canvas/title-of.ts';
import { useViewCentre } from '../canvas/use-view-centre.ts';
import { scoreOf } from '../catalog/search-nodes.ts';
import { roomyPlace } from '../document/place-node.ts';
import { SHORTCUTS } from '../keyboard/key-table.ts';
import { useCommands } from '../keyboard/use-commands.ts';
import { useReturnFocus } from '../keyboard/use-return-focus.ts';
import { useListKeys } from '../keyboard/use-list-keys.ts';
import { EXAMPLES } from '../panels/examples.ts';
import { useOpenExample } from '../panels/use-open-example.ts';
import { useTab, useWorkflow } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';

interface Item {
  readonly group: 'In this workflow' | 'Do' | 'Add a node' | 'Open';
  readonly title: string;
  readonly keys?: string;
  readonly run: () => void;
}

const MOST_SHOWN = 40;

/** One field to go to a node, do something, add a node or open an example. */
export function CommandPalette() {
  const { screen } = useWorkspace();
  const onClose = () => screen.setState({ overlay: undefined });
  useReturnFocus();
  const items = useItems();
  const [search, setSearch] = useState('');
  const listId = useId();
  const wanted = search.trim().toLowerCase();
  const shown = useMemo(
    () =>
      items
        .filter(({ title }) => wanted === '' || scoreOf(title, '', wanted) > 0)
        .slice(0, MOST_SHOWN),
    [items, wanted],
  );
  const { active, onKeyDown, restart } = useListKeys<Item>({
    items: shown,
    onChoose: (item) => run(item),
    onClose,
  });

  function run(item: Item): void {
    onClose();
    item.run();
  }

  return (
    <div className="scrim">
      <div className="float-backdrop" onPointerDown={onClose} />
      <div
        className="float command-palette"
        role="dialog"
        aria-label="Find or do"
        onKeyDown={onKeyDown}
      >
        <div className="command-search">
          <IconSearch size={16} stroke={1.5} aria-hidden="true" />
          <input
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to type here
            autoFocus
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={
              active === undefined ? undefined : `${listId}-${shown.indexOf(active)}`
            }
            aria-label="Find or do"
            placeholder="Find or do"
            value={search}
            onChange={({ target }) => {
              setSearch(target.value);
              restart();
            }}
          />
        </div>
        <div id={listId} className="command-list" role="listbox" aria-label="What was found">
          {shown.map((item, index) => (
            <div key={`${item.group} ${item.title} ${index}`} role="presentation">
              {shown[index - 1]?.group !== item.group && (
                <div className="section-title">{item.group}</div>
              )}
              {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are taken by the field above, which keeps the focus */}
              <div
                id={`${listId}-${index}`}
                className="command-item"
                role="option"
                tabIndex={-1}
                aria-selected={item === active}
                data-current={item === active || undefined}
                onClick={() => run(item)}
              >
                <span className="cut">{item.title}</span>
                {item.keys !== undefined && <kbd>{item.keys}</kbd>}
              </div>
            </div>
          ))}
          {shown.length === 0 && <p className="panel-note">Nothing is called “{search}”.</p>}
        </div>
        <div className="quick-foot">
          <span>↑↓ move</span>
          <span>Enter do</span>
          <span className="push">? all shortcuts</span>
        </div>
      </div>
    </div>
  );
}

function useItems(): readonly Item[] {
  const { catalog, screen } = useWorkspace();
  const { document } = useTab();
  const workflow = useWorkflow();
  const commands = useCommands();
  const openExample = useOpenExample();
  const flow = useReactFlow();
  const centre = useViewCentre();
  const nodes = workflow.graph.nodes.map((node): Item => ({
    group: 'In this workflow',
    title: titleOf({ node, description: catalog.describe(node.type) }),
    run: () => {
      document.select([node.id]);
      void flow.fitView({ nodes: [{ id: node.id }], maxZoom: 1, padding: 0.5 });
      focusNode(node.id);
    },
  }));
  const doing = SHORTCUTS.flatMap(({ command, words, keys }): readonly Item[] =>
    command === undefined || command === 'command'
      ? []
      : [{ group: 'Do', title: words, keys, run: commands[command] }],
  );
  const panels = (['models', 'runs', 'problems', 'settings', 'outline'] as const).map(
    (panel): Item => ({
      group: 'Do',
      title: `Show ${panel}`,
      run: () => screen.setState({ panel }),
    }),
  );
  const adding = catalog.nodes.map((node): Item => ({
    group: 'Add a node',
    title: node.title,
    run: () => focusNode(addNode(document, node, roomyPlace(workflow, centre()))),
  }));
  const opening = EXAMPLES.map(({ name, title }): Item => ({
    group: 'Open',
    title,
    run: () => void openExample(name),
  }));
  return [...nodes, ...doing, ...panels, ...adding, ...opening];
}
