import type { WorkflowNode } from '@nodetool-ai/graph';
import { removeParts, setView } from '../document/edits.ts';
import { isBypassed } from '../document/node-view-data.ts';
import { Menu } from '../frame/menu.tsx';
import { duplicateNodes } from '../keyboard/clipboard.ts';
import { useTab } from '../tabs/tab-context.ts';
import { useRenaming } from './renaming.ts';

/** What the menu belongs to. */
export interface NodeMenuProps {
  readonly node: WorkflowNode;
  readonly anchor: HTMLElement | null;
  readonly onClose: () => void;
}

/** What can be done with one node. */
export function NodeMenu({ node, anchor, onClose }: NodeMenuProps) {
  const { document } = useTab();
  const renaming = useRenaming();
  const one = new Set([node.id]);
  const isOff = isBypassed(node);
  return (
    <Menu
      label="Node"
      anchor={anchor}
      onClose={onClose}
      items={[
        { label: 'Rename', keys: 'F2', run: () => renaming.begin(node.id) },
        { label: 'Duplicate', keys: 'Ctrl D', run: () => duplicateNodes(document, one) },
        {
          label: isOff ? 'Take part in runs again' : 'Bypass in runs',
          keys: 'B',
          run: () =>
            document.edit(
              isOff ? 'End bypass' : 'Bypass',
              setView(one, { bypassed: isOff ? undefined : true }),
            ),
        },
        {
          label: 'Delete',
          keys: 'Del',
          run: () => document.edit('Delete node', removeParts(one, new Set())),
        },
      ]}
    />
  );
}
