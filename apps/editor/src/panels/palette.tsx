import type { NodeDescription, PortDeclaration } from '@nodetool-ai/graph';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { addNode } from '../canvas/mat-commands.ts';
import { PortShape } from '../canvas/port-shape.tsx';
import { CATEGORIES, categoryOf, summaryOf } from '../catalog/node-catalog.ts';
import { NodeIcon } from '../catalog/node-icon.tsx';
import { searchNodes } from '../catalog/search-nodes.ts';
import { useViewCentre } from '../canvas/use-view-centre.ts';
import { workflowOf } from '../document/document-store.ts';
import { roomyPlace } from '../document/place-node.ts';
import { useActiveTab } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';

/** What is dragged from the palette onto the mat: the type of a node. */
export const NODE_DRAG_TYPE = 'application/x-nodetool-node';

/** All nodes by task, with a search. Drag, double-click or Enter adds. */
export function Palette() {
  const { catalog } = useWorkspace();
  const tab = useActiveTab();
  const centre = useViewCentre();
  const [search, setSearch] = useState('');
  const found = searchNodes(catalog.nodes, search);
  const add = (node: NodeDescription) => {
    if (tab !== undefined)
      addNode(tab.document, node, roomyPlace(workflowOf(tab.document), centre()));
  };
  const titles = [...CATEGORIES.map(({ title }) => title), 'Others'];
  return (
    <div className="palette">
      <div className="panel-search">
        <IconSearch size={14} stroke={1.5} aria-hidden="true" />
        <input
          aria-label="Find a node"
          placeholder="Find a node"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key === 'Enter' && first !== undefined) add(first);
          }}
        />
      </div>
      <div className="panel-body">
        {titles.map((title) => {
          const nodes = found.filter((node) => categoryOf(node) === title);
          if (nodes.length === 0) return null;
          return (
            <section key={title} aria-label={title}>
              <h3 className="section-title">
                <span>{title}</span>
                <span className="mono">{nodes.length}</span>
              </h3>
              {nodes.map((node) => (
                <PaletteRow key={node.type} node={node} onAdd={() => add(node)} />
              ))}
            </section>
          );
        })}
        {found.length === 0 && (
          <p className="panel-note">
            No node is called “{search}”. Try what it should do: “summarise”, “vector”, “picture”.
          </p>
        )}
      </div>
      <p className="panel-foot mono">
        {catalog.nodes.length} nodes in{' '}
        {catalog.packs.length === 1 ? '1 pack' : `${catalog.packs.length} packs`}
      </p>
    </div>
  );
}

function PaletteRow({ node, onAdd }: { node: NodeDescription; onAdd: () => void }) {
  const inputs = node.role === 'input' ? [] : Object.values(node.inputs).slice(0, 2);
  return (
    <button
      type="button"
      className="palette-row"
      draggable
      title={summaryOf(node)}
      onDragStart={(event) => {
        event.dataTransfer.setData(NODE_DRAG_TYPE, node.type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onDoubleClick={onAdd}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onAdd();
      }}
    >
      <NodeIcon type={node.type} />
      <span className="cut">{node.title}</span>
      <span className="shapes" aria-hidden="true">
        <Shapes ports={inputs} />
        <i className="dash" />
        <Shapes ports={Object.values(node.outputs).slice(0, 1)} />
      </span>
    </button>
  );
}

function Shapes({ ports }: { ports: readonly PortDeclaration[] }) {
  // oxlint-disable-next-line react/no-array-index-key -- shapes have no identity but their place
  return ports.map(({ type }, index) => <PortShape key={index} type={type} size={12} />);
}
