import { nodeData } from '@nodetool-ai/graph';
import type {
  InputDeclaration,
  NodeDescription,
  PortDeclaration,
  ResolvedPorts,
  WorkflowNode,
} from '@nodetool-ai/graph';
import { isExpanded } from '../document/node-view-data.ts';
import { planWidgets } from '../widgets/widget-plan.ts';
import type { Widget } from '../widgets/widget-plan.ts';
import { MEASURES, NODE_WIDTH } from './measures.ts';

/** A widget and its height in px. */
export interface PlacedWidget {
  readonly widget: Widget;
  readonly heightPx: number;
}

/** Where a port is: the top left corner of its hit area, relative to the node, in px. */
export interface PlacedPort {
  readonly name: string;
  readonly side: 'input' | 'output';
  readonly declaration: InputDeclaration | PortDeclaration;
  readonly x: number;
  readonly y: number;
}

/** Everything about the size of a node that follows from what it is and what is set. */
export interface NodeLayout {
  readonly width: number;
  /** Without what a run adds below: output, error, figures. */
  readonly height: number;
  readonly ports: readonly PlacedPort[];
  readonly portRows: number;
  readonly widgets: readonly PlacedWidget[];
  /** How many more settings are folded away. */
  readonly foldedCount: number;
  readonly canFold: boolean;
}

/** What the layout follows from. */
export interface LayoutInput {
  readonly node: WorkflowNode;
  /** Undefined for a type that is not installed. */
  readonly description: NodeDescription | undefined;
  readonly ports: ResolvedPorts;
  /** Inputs that have a wire. */
  readonly wired: ReadonlySet<string>;
  /** Whether there is a line that says how the node is. */
  readonly hasStatus: boolean;
}

const M = MEASURES;
/** Letters of a text in a field: at 13 px one is about this wide. */
const LETTER_PX = 6.6;
const TEXT_LINES = { least: 2, most: 8 };

/** Works out size and ports of a node. */
export function layoutNode(input: LayoutInput): NodeLayout {
  const { node, description, ports, wired, hasStatus } = input;
  const width = widthOf(description);
  const data = nodeData(node);
  const plan = description ? planWidgets(description, ports, wired) : { main: [], more: [] };
  const isOpen = isExpanded(node);
  const isShown = (widget: Widget) => isSet(data, widget) && !isInTitle(description, widget);
  const shown = [...plan.main, ...plan.more.filter((widget) => isOpen || isShown(widget))];
  const widgets = shown.map((widget) => ({
    widget,
    heightPx: heightOf(widget, valueOf(data, widget.name) ?? widget.fallback, width),
  }));
  const canFold = plan.more.some((widget) => !isShown(widget));
  const inputs = description?.role === 'input' ? [] : Object.entries(ports.inputs);
  const outputs = Object.entries(ports.outputs);
  const portRows = Math.max(inputs.length, outputs.length);
  const top = M.border + M.header + M.rail + (hasStatus ? M.status : 0);
  const rowY = (row: number) => top + M.portsPadding / 2 + row * M.portRow;
  const portsHeight = portRows > 0 ? portRows * M.portRow + M.portsPadding : 0;
  const place =
    (side: PlacedPort['side'], x: number) =>
    ([name, declaration]: [string, InputDeclaration | PortDeclaration], row: number) => ({
      name,
      side,
      declaration,
      x,
      y: rowY(row) + (M.portRow - M.handle) / 2,
    });
  return {
    width,
    height:
      top + portsHeight + widgetsHeight(widgets, canFold) + missingHeight(description) + M.border,
    ports: [
      ...inputs.map(place('input', -M.handle / 2)),
      ...outputs.map(place('output', width - M.handle / 2)),
    ],
    portRows,
    widgets,
    foldedCount: isOpen ? 0 : plan.more.filter((widget) => !isShown(widget)).length,
    canFold,
  };
}

function widthOf(description: NodeDescription | undefined): number {
  const isWide = description?.models !== undefined || description?.role === 'output';
  return isWide ? NODE_WIDTH.wide : NODE_WIDTH.standard;
}

/** A value by its name, never what an object has from its prototype: placeholders of a template may be called so. */
function valueOf(data: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

/** A value that was set stays in sight. */
function isSet(data: Readonly<Record<string, unknown>>, { name, fallback }: Widget): boolean {
  const value = valueOf(data, name);
  return value !== undefined && value !== null && value !== '' && value !== fallback;
}

/** Inputs and results bear their name as title; what it is for is said when they are unfolded. */
function isInTitle(description: NodeDescription | undefined, { name }: Widget): boolean {
  return description?.role !== undefined && (name === 'name' || name === 'description');
}

function widgetsHeight(widgets: readonly PlacedWidget[], canFold: boolean): number {
  const heights = widgets.map(({ heightPx }) => heightPx);
  if (canFold) heights.push(M.field);
  if (heights.length === 0) return 0;
  const sum = heights.reduce((total, height) => total + height, 0);
  return M.widgetsTop + sum + (heights.length - 1) * M.fieldGap + M.widgetsBottom;
}

/** The sentence that the settings of a missing type are kept. */
function missingHeight(description: NodeDescription | undefined): number {
  return description === undefined ? M.widgetsTop + M.field + M.widgetsBottom : 0;
}

function heightOf(widget: Widget, value: unknown, nodeWidth: number): number {
  if (widget.kind === 'image') return M.imageWell;
  if (widget.kind !== 'long-text' && widget.kind !== 'lines' && widget.kind !== 'json')
    return M.field;
  const text = shownText(value, widget.kind);
  const lettersPerLine = Math.max(8, Math.floor((nodeWidth - 38) / LETTER_PX));
  const lines = text
    .split('\n')
    .reduce((count, line) => count + Math.max(1, Math.ceil(line.length / lettersPerLine)), 0);
  const shown = Math.min(TEXT_LINES.most, Math.max(TEXT_LINES.least, lines));
  return shown * M.textLine + M.textPadding;
}

/** A value as a field of several lines shows it. */
export function shownText(value: unknown, kind: 'long-text' | 'lines' | 'json'): string {
  // JSON holds no functions: such a value is what every object has from its prototype.
  if (value === undefined || value === null || typeof value === 'function') return '';
  if (typeof value === 'string') return value;
  if (kind === 'lines' && Array.isArray(value)) return value.map(lineOf).join('\n');
  return JSON.stringify(value, undefined, kind === 'json' ? 2 : undefined);
}

/** An item of a list as a line; a file may hold anything there. */
function lineOf(item: unknown): string {
  return typeof item === 'string' ? item : (JSON.stringify(item) ?? '');
}
