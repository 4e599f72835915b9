import { describePortType } from '@nodetool-ai/graph';
import { useId, useMemo, useState } from 'react';
import { NodeIcon } from '../catalog/node-icon.tsx';
import { summaryOf } from '../catalog/node-catalog.ts';
import { searchNodes } from '../catalog/search-nodes.ts';
import { whatFits } from '../catalog/what-fits.ts';
import type { FittingNode } from '../catalog/what-fits.ts';
import { useListKeys } from '../keyboard/use-list-keys.ts';
import { useReturnFocus } from '../keyboard/use-return-focus.ts';
import { useWorkspace } from '../workspace.ts';
import type { OpenEnd } from './connecting-store.ts';
import { PortShape } from './port-shape.tsx';

/** Where and for what it was opened. */
export interface QuickAddProps {
  /** In px of the window. */
  readonly at: { readonly x: number; readonly y: number };
  /** The end of a wire that was dropped; then only what fits is listed. */
  readonly end: OpenEnd | undefined;
  readonly onAdd: (choice: { readonly type: string; readonly port: string | undefined }) => void;
  readonly onClose: () => void;
}

/** A menu of nodes where one is wanted. After a wire was dropped it lists what takes it, and with Alt Enter all. */
export function QuickAdd({ at, end, onAdd, onClose }: QuickAddProps) {
  const { catalog } = useWorkspace();
  useReturnFocus();
  const [search, setSearch] = useState('');
  const [isAll, setAll] = useState(end === undefined);
  const listId = useId();

  const choices = useMemo((): readonly (Pick<FittingNode, 'node'> & Partial<FittingNode>)[] => {
    const found = searchNodes(catalog.nodes, search);
    if (isAll || end === undefined) return found.map((node) => ({ node }));
    return whatFits(found, { type: end.type }, end.side);
  }, [catalog, search, isAll, end]);
  const { active, onKeyDown, restart } = useListKeys({
    items: choices,
    onChoose: ({ node, port }) => onAdd({ type: node.type, port }),
    onClose,
  });

  return (
    <>
      <div className="float-backdrop" onPointerDown={onClose} />
      <div
        className="float quick-add"
        role="dialog"
        aria-label={end === undefined ? 'Add a node' : `What fits ${end.port}`}
        style={{
          left: Math.min(at.x, innerWidth - 292),
          top: Math.max(52, Math.min(at.y, innerHeight - 420)),
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.altKey) onKeyDown(event);
          else setAll(true);
        }}
      >
        {end !== undefined && (
          <div className="quick-head">
            <PortShape type={end.type} size={12} />
            <span>
              {end.side === 'output' ? 'Takes' : 'Gives'} <b>{describePortType(end.type)}</b>
            </span>
            <span className="mono quiet push">
              {choices.length} of {catalog.nodes.length}
            </span>
          </div>
        )}
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the menu was opened to type or choose here
          autoFocus
          className="field search"
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active === undefined ? undefined : `${listId}-${active.node.type}`}
          aria-label="Find a node"
          placeholder="Find a node"
          value={search}
          onChange={({ target }) => {
            setSearch(target.value);
            restart();
          }}
        />
        <div id={listId} className="quick-list" role="listbox" aria-label="Nodes">
          {choices.map(({ node, port, fit }) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are taken by the field above, which keeps the focus
            <div
              key={node.type}
              id={`${listId}-${node.type}`}
              className="quick-item"
              role="option"
              tabIndex={-1}
              aria-selected={node === active?.node}
              data-current={node === active?.node || undefined}
              onClick={() => onAdd({ type: node.type, port })}
            >
              <NodeIcon type={node.type} />
              <span className="words">
                <span className="cut">{node.title}</span>
                <span className="cut quiet">
                  {fit?.answer === 'unknown' ? 'May fit; the run will tell' : summaryOf(node)}
                </span>
              </span>
              {port !== undefined && <span className="mono quiet">{port}</span>}
            </div>
          ))}
          {choices.length === 0 && (
            <p className="quiet">No node {isAll ? 'of that name' : 'takes this'}.</p>
          )}
        </div>
        <div className="quick-foot">
          <span>Enter add</span>
          {!isAll && (
            <button type="button" className="link" onClick={() => setAll(true)}>
              Alt Enter all {catalog.nodes.length}
            </button>
          )}
        </div>
      </div>
    </>
  );
}
