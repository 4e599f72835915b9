import { IconDots } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { NodeIcon } from '../catalog/node-icon.tsx';
import { setView } from '../document/edits.ts';
import { useTab } from '../tabs/tab-context.ts';
import type { NodeViewData } from './flow-node.ts';
import { focusNode } from './focus-node.ts';
import { NodeMenu } from './node-menu.tsx';
import { titleOf } from './title-of.ts';
import { useRenaming } from './renaming.ts';

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
    focusNode(node.id);
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
            if (event.key === 'Escape') {
              renaming.end();
              focusNode(node.id);
            }
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
