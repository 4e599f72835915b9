import { nodeData } from '@nodetool-ai/graph';
import { IconDots } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { NodeIcon } from '../catalog/node-icon.tsx';
import { setView } from '../document/edits.ts';
import { givenTitle } from '../document/node-view-data.ts';
import { useTab } from '../tabs/tab-context.ts';
import type { NodeViewData } from './flow-node.ts';
import { NodeMenu } from './node-menu.tsx';
import { useRenaming } from './renaming.ts';

/** The title of a node: what the person calls it, the name of the input or result, else what it is. */
export function titleOf({ node, description }: Pick<NodeViewData, 'node' | 'description'>): string {
  const name = description?.role === undefined ? undefined : nodeData(node)['name'];
  const ownName = typeof name === 'string' && name !== '' ? name : undefined;
  return givenTitle(node) ?? ownName ?? description?.title ?? node.type;
}

/** Sign, title and menu. Double-click or F2 renames. */
export function NodeHeader({ data }: { data: NodeViewData }) {
  const { node, description } = data;
  const { document } = useTab();
  const renaming = useRenaming();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const isRenaming = renaming.nodeId === node.id;

  useEffect(() => {
    if (isRenaming) input.current?.select();
  }, [isRenaming]);

  const rename = (title: string) => {
    renaming.end();
    const trimmed = title.trim();
    document.edit(
      'Rename node',
      setView(new Set([node.id]), { title: trimmed === '' ? undefined : trimmed }),
    );
  };

  return (
    <header className="node-header">
      <NodeIcon type={node.type} isMissing={description === undefined} />
      {isRenaming ? (
        <input
          ref={input}
          className="rename nodrag"
          defaultValue={titleOf(data)}
          aria-label="Name of the node"
          onBlur={({ target }) => rename(target.value)}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key === 'Escape') renaming.end();
          }}
        />
      ) : (
        <b className="cut" title={titleOf(data)} onDoubleClick={() => renaming.begin(node.id)}>
          {titleOf(data)}
        </b>
      )}
      <button
        ref={setButton}
        type="button"
        className="node-menu-button nodrag"
        aria-label={`Menu of ${titleOf(data)}`}
        aria-haspopup="menu"
        aria-expanded={isMenuOpen}
        onClick={() => setMenuOpen(!isMenuOpen)}
      >
        <IconDots size={16} stroke={1.5} aria-hidden="true" />
      </button>
      {isMenuOpen && (
        <NodeMenu
          node={node}
          anchor={button}
          onClose={() => {
            setMenuOpen(false);
            button?.focus();
          }}
        />
      )}
    </header>
  );
}
