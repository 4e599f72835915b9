import { Background, BackgroundVariant, ReactFlow, useReactFlow } from '@xyflow/react';
import type { NodeChange, EdgeChange } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import { addParts, moveNodes } from '../document/edits.ts';
import type { Point } from '../document/node-view-data.ts';
import { GRID_PX, newNode } from '../document/place-node.ts';
import { workflowOf } from '../document/document-store.ts';
import { NODE_DRAG_TYPE } from '../panels/palette.tsx';
import { usePorts, useDocument, useTab, useWorkflow } from '../tabs/tab-context.ts';
import { importFiles } from '../tabs/import-files.ts';
import { useWorkspace } from '../workspace.ts';
import { buildEdges, FlowBuilder } from './build-flow.ts';
import { ConnectingContext, createConnectingStore } from './connecting-store.ts';
import type { OpenEnd } from './connecting-store.ts';
import { ConnectionLine } from './connection-line.tsx';
import { EmptyMat } from './empty-mat.tsx';
import type { FlowEdge, FlowNode } from './flow-node.ts';
import { addBridge, addNode, addWired } from './mat-commands.ts';
import { focusNode } from './focus-node.ts';
import { NodeView } from './node-view.tsx';
import { QuickAdd } from './quick-add.tsx';
import { RefusalCard } from './refusal-card.tsx';
import { RenamingContext } from './renaming.ts';
import { useConnectingHandlers } from './use-connecting-handlers.ts';
import { useMatKeys } from './use-mat-keys.ts';
import { Wire } from './wire.tsx';
import { ZoomControls } from './zoom-controls.tsx';

const NODE_TYPES = { node: NodeView };
const EDGE_TYPES = { wire: Wire };
const NOT_DRAGGED: ReadonlyMap<string, Point> = new Map();
const NOT_MEASURED: ReadonlyMap<string, { width: number; height: number }> = new Map();

/** A large workflow opens at its beginning, where titles can be read, and not as a sea of boxes. */
const READABLE_ZOOM = 0.4;

/** Where the menu of nodes is open, and for which end of a wire. */
interface QuickAddPlace {
  readonly at: Point;
  readonly end: OpenEnd | undefined;
}

/** The mat: nodes and wires of the shown workflow. */
export function Mat() {
  const { catalog, tabs } = useWorkspace();
  const tab = useTab();
  const { document, run } = tab;
  const workflow = useWorkflow();
  const ports = usePorts();
  const selectedNodes = useDocument((state) => state.selectedNodes);
  const selectedEdges = useDocument((state) => state.selectedEdges);
  const members = useSyncExternalStore(run.subscribeMembers, () => run.members());
  const [dragged, setDragged] = useState(NOT_DRAGGED);
  const [measured, setMeasured] = useState(NOT_MEASURED);
  const [quickAdd, setQuickAdd] = useState<QuickAddPlace>();
  const [renamed, setRenamed] = useState<string>();
  // Only what is opened is fitted; a node that is put on an empty mat stays where it was put.
  const [isFitted] = useState(workflow.graph.nodes.length > 0);
  const [connecting] = useState(createConnectingStore);
  const [builder] = useState(() => new FlowBuilder());
  const flow = useReactFlow<FlowNode, FlowEdge>();

  const input = useMemo(
    () => ({
      workflow,
      ports,
      catalog,
      selectedNodes,
      selectedEdges,
      dragged,
      measured,
      members,
      hasRun: (nodeId: string) => run.node(nodeId) !== undefined,
    }),
    [workflow, ports, catalog, selectedNodes, selectedEdges, dragged, measured, members, run],
  );
  const nodes = useMemo(() => builder.nodes(input), [builder, input]);
  const edges = useMemo(
    () => buildEdges({ ...input, workflow, ports, selectedEdges }),
    // oxlint-disable-next-line react/exhaustive-deps -- wires follow from these three alone; the rest changes with every drag
    [workflow, ports, selectedEdges],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const moved = new Map<string, Point>();
      const dropped = new Map<string, Point>();
      const sizes = new Map<string, { width: number; height: number }>();
      let selection: Set<string> | undefined;
      for (const change of changes) {
        if (change.type === 'position' && change.position !== undefined)
          (change.dragging === true ? moved : dropped).set(change.id, change.position);
        if (change.type === 'dimensions' && change.dimensions !== undefined)
          sizes.set(change.id, change.dimensions);
        if (change.type === 'select') {
          selection ??= new Set(document.getState().selectedNodes);
          if (change.selected) selection.add(change.id);
          else selection.delete(change.id);
        }
      }
      if (moved.size > 0) setDragged((before) => new Map([...before, ...moved]));
      if (dropped.size > 0) {
        document.edit('Move', moveNodes(dropped));
        setDragged(NOT_DRAGGED);
      }
      if (sizes.size > 0) setMeasured((before) => new Map([...before, ...sizes]));
      if (selection !== undefined) document.select(selection, document.getState().selectedEdges);
    },
    [document],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdge>[]) => {
      const selection = new Set(document.getState().selectedEdges);
      for (const change of changes) {
        if (change.type !== 'select') continue;
        if (change.selected) selection.add(change.id);
        else selection.delete(change.id);
      }
      document.select(document.getState().selectedNodes, selection);
    },
    [document],
  );

  const onDropped = useCallback((end: OpenEnd, at: Point) => setQuickAdd({ at, end }), []);
  const handlers = useConnectingHandlers({ tab, ports, connecting, onDropped });
  const onKeyDown = useMatKeys({
    ports,
    connecting,
    openQuickAdd: setQuickAdd,
    beginRename: setRenamed,
  });

  const add = (type: string, port: string | undefined, place: QuickAddPlace) => {
    const node = catalog.describe(type);
    if (node === undefined) return;
    const at = flow.screenToFlowPosition(place.at);
    setQuickAdd(undefined);
    const id =
      place.end === undefined || port === undefined
        ? addNode(document, node, at)
        : addWired(document, { node, port, at }, place.end);
    focusNode(id);
  };

  const onDrop = (event: React.DragEvent) => {
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const type = event.dataTransfer.getData(NODE_DRAG_TYPE);
    const node = catalog.describe(type);
    if (node === undefined && event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    if (node !== undefined) addNode(document, node, at);
    else {
      void importFiles([...event.dataTransfer.files], tabs, (image) => {
        const description = catalog.describe('nodetool.input.Image');
        if (description === undefined) return;
        const made = newNode(workflowOf(document), description, at);
        document.edit('Drop an image', addParts([{ ...made, data: { value: image } }]));
      });
    }
  };

  const renaming = useMemo(
    () => ({ nodeId: renamed, begin: setRenamed, end: () => setRenamed(undefined) }),
    [renamed],
  );

  return (
    <ConnectingContext value={connecting}>
      <RenamingContext value={renaming}>
        <main
          className="mat"
          tabIndex={0}
          aria-label="Mat"
          onKeyDown={onKeyDown}
          onDragOver={(event) => event.preventDefault()}
          onDrop={onDrop}
          onDoubleClick={(event) => {
            const isPane =
              event.target instanceof Element &&
              event.target.classList.contains('react-flow__pane');
            if (isPane) setQuickAdd({ at: { x: event.clientX, y: event.clientY }, end: undefined });
          }}
        >
          <ReactFlow<FlowNode, FlowEdge>
            nodes={nodes}
            edges={edges}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            onNodesChange={onNodesChange}
            onEdgesChange={onEdgesChange}
            isValidConnection={handlers.isValidConnection}
            onConnect={handlers.onConnect}
            onConnectStart={handlers.onConnectStart}
            onConnectEnd={handlers.onConnectEnd}
            connectionLineComponent={ConnectionLine}
            connectionRadius={24}
            onlyRenderVisibleElements
            snapToGrid
            snapGrid={[GRID_PX, GRID_PX]}
            minZoom={0.1}
            maxZoom={2}
            zoomOnDoubleClick={false}
            deleteKeyCode={null}
            disableKeyboardA11y
            fitView={isFitted}
            fitViewOptions={{ padding: 0.15, maxZoom: 1, minZoom: READABLE_ZOOM }}
            attributionPosition="bottom-right"
          >
            <Background
              variant={BackgroundVariant.Cross}
              gap={96}
              size={8}
              color="var(--canvas-mark)"
            />
            <ZoomControls />
          </ReactFlow>
          {nodes.length === 0 && <EmptyMat />}
          <RefusalCard
            onBridge={(refusal, bridge) => {
              connecting.setState({ refusal: undefined });
              addBridge(document, refusal, bridge, flow.screenToFlowPosition(refusal.at));
            }}
          />
          {quickAdd !== undefined && (
            <QuickAdd
              at={quickAdd.at}
              end={quickAdd.end}
              onAdd={({ type, port }) => add(type, port, quickAdd)}
              onClose={() => setQuickAdd(undefined)}
            />
          )}
        </main>
      </RenamingContext>
    </ConnectingContext>
  );
}
