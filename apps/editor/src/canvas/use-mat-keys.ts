import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { setView, shiftNodes } from '../document/edits.ts';
import { workflowOf } from '../document/document-store.ts';
import { isBypassed, positionOf } from '../document/node-view-data.ts';
import type { Point } from '../document/node-view-data.ts';
import type { PortsByNode } from '../document/node-ports.ts';
import { GRID_PX } from '../document/place-node.ts';
import { deleteSelected } from '../keyboard/clipboard.ts';
import { useTab } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import { aimAt, beginKeyWire, joinAimed } from './key-wiring.ts';
import { NOT_CONNECTING } from './connecting-store.ts';
import type { ConnectingState, OpenEnd } from './connecting-store.ts';
import type { FlowEdge, FlowNode } from './flow-node.ts';
import { focusMat, focusNode } from './focus-node.ts';
import { nearestNode } from './nearest-node.ts';
import { titleOf } from './title-of.ts';

/** What the keys of the mat work on. */
export interface MatKeysInput {
  readonly ports: PortsByNode;
  readonly connecting: StoreApi<ConnectingState>;
  readonly openQuickAdd: (place: { at: Point; end: OpenEnd | undefined }) => void;
  readonly beginRename: (nodeId: string) => void;
}

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Everything that can be done on the mat without a pointer. */
export function useMatKeys(input: MatKeysInput): (event: React.KeyboardEvent) => void {
  const { ports, connecting, openQuickAdd, beginRename } = input;
  const tab = useTab();
  const { screen, catalog } = useWorkspace();
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const { document: doc } = tab;

  return useCallback(
    (event) => {
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      const wrapper = target?.closest<HTMLElement>('.react-flow__node');
      const say = (announcement: string) => screen.setState({ announcement });
      // Inside a node the keys belong to its fields; Escape leads out.
      if (wrapper !== null && wrapper !== undefined && target !== wrapper) {
        if (event.key === 'Escape') wrapper.focus();
        return;
      }
      if (target?.closest('.float') !== null) return;
      const nodeId = wrapper?.dataset['id'];
      const isWiring = connecting.getState().from !== undefined;
      const arrow = ARROWS[event.key];
      const { selectedNodes } = doc.getState();
      const handle = (): boolean => {
        if (isWiring && arrow !== undefined) say(aimAt(connecting, ports, arrow.x + arrow.y));
        else if (isWiring && event.key === 'Enter') say(joinAimed(connecting, doc, ports));
        else if (isWiring && event.key === 'Escape') {
          connecting.setState(NOT_CONNECTING);
          say('No wire.');
        } else if (arrow !== undefined && event.altKey && selectedNodes.size > 0) {
          const by = { x: arrow.x * GRID_PX, y: arrow.y * GRID_PX };
          doc.edit('Move', shiftNodes(selectedNodes, by), `nudge ${[...selectedNodes].join(' ')}`);
        } else if (arrow !== undefined)
          goTo(nearestNode(workflowOf(doc), nodeId ?? [...selectedNodes][0], arrow));
        else if (event.key === 'Tab' && !event.shiftKey && isOnMat(target)) openAtNode(nodeId);
        else if (event.ctrlKey || event.metaKey || event.altKey) return false;
        else if (event.key === 'Enter' && wrapper) focusInside(wrapper);
        else if (event.key === 'Escape') leaveOrDeselect();
        else if (event.key === 'Delete' || event.key === 'Backspace') removeSelected();
        else if (event.key === 'F2' && nodeId !== undefined) beginRename(nodeId);
        else if (event.key.toLowerCase() === 'c' && nodeId !== undefined)
          say(beginKeyWire({ tab, ports, connecting }, nodeId));
        else if (event.key.toLowerCase() === 'b' && selectedNodes.size > 0) toggleBypass();
        else return false;
        return true;
      };
      if (!handle()) return;
      event.preventDefault();
      event.stopPropagation();

      function goTo(id: string | undefined): void {
        if (id === undefined) return;
        doc.select([id]);
        const node = workflowOf(doc).graph.nodes.find((candidate) => candidate.id === id);
        if (node === undefined) return;
        const { x, y } = positionOf(node);
        const shown = flow.getNodesBounds([id]);
        const isSeen = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
        if (isSeen === null)
          void flow.setCenter(x + shown.width / 2, y + shown.height / 2, { zoom: flow.getZoom() });
        focusNode(id);
        say(titleOf({ node, description: catalog.describe(node.type) }));
      }
      function openAtNode(id: string | undefined): void {
        const box = wrapper?.getBoundingClientRect();
        const at =
          box === undefined || id === undefined
            ? { x: innerWidth / 2 - 140, y: innerHeight / 2 - 120 }
            : { x: box.right + 64, y: box.top };
        openQuickAdd({ at, end: undefined });
      }
      function leaveOrDeselect(): void {
        connecting.setState({ refusal: undefined });
        if (selectedNodes.size > 0) doc.select([]);
        // The next Tab leaves the mat.
        target?.blur();
      }
      function removeSelected(): void {
        const count = deleteSelected(doc);
        if (count === 0) return;
        focusMat();
        const after = workflowOf(doc);
        const undo = () => {
          if (workflowOf(doc) === after) doc.undo();
        };
        const text = count === 1 ? 'Deleted a node.' : `Deleted ${count} nodes.`;
        screen.setState({ toast: { text, action: { label: 'Undo', run: undo } } });
      }
      function toggleBypass(): void {
        const nodes = workflowOf(doc).graph.nodes.filter(({ id }) => selectedNodes.has(id));
        const isOff = nodes.every(isBypassed);
        doc.edit('Bypass', setView(selectedNodes, { bypassed: isOff ? undefined : true }));
      }
    },
    [tab, doc, ports, connecting, openQuickAdd, beginRename, screen, catalog, flow],
  );
}

const isOnMat = (target: HTMLElement | undefined) =>
  target?.closest('.mat') !== null && target?.closest('button, input, a') === null;

/** To the first field; in a node without fields to what it shows, else to its menu. */
const INSIDE = ['.widgets :is(input, textarea, select, button)', '.output [tabindex]', 'button'];

function focusInside(wrapper: HTMLElement): void {
  for (const selector of INSIDE) {
    const found = wrapper.querySelector<HTMLElement>(selector);
    if (found === null) continue;
    found.focus();
    return;
  }
}
