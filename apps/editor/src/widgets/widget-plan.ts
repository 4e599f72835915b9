import { isRecord } from '@nodetool-ai/graph';
import type { NodeDescription, PortType, ResolvedPorts } from '@nodetool-ai/graph';

/** How a value is edited. */
export type WidgetKind =
  | 'model'
  | 'text'
  | 'long-text'
  | 'number'
  | 'choice'
  | 'boolean'
  | 'image'
  | 'lines'
  | 'json';

/** One value of a node that can be edited in it. */
export interface Widget {
  readonly name: string;
  readonly label: string;
  readonly kind: WidgetKind;
  readonly description?: string;
  readonly choices?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly isInteger?: boolean;
  readonly isRequired?: boolean;
  /** What holds when nothing is set. */
  readonly fallback?: unknown;
}

/** The widgets of a node. */
export interface WidgetPlan {
  /** Always shown. */
  readonly main: readonly Widget[];
  /** Shown when the node is unfolded, or when a value is set. */
  readonly more: readonly Widget[];
}

/** Settings that say who runs the model; the picker sets them together with the model. */
const HIDDEN = new Set(['provider']);
/** A text that may be longer than this gets several lines. */
const SHORT_TEXT = 1000;

/** Which values of a node are edited in it. Inputs with a wire are not: their value comes over the wire. */
export function planWidgets(
  node: NodeDescription,
  ports: ResolvedPorts,
  wired: ReadonlySet<string>,
): WidgetPlan {
  const main: Widget[] = [];
  const more: Widget[] = [];
  for (const name of Object.keys(node.models ?? {}))
    main.push({ name, label: titleOf(name), kind: 'model', isRequired: true });
  for (const [name, input] of Object.entries(ports.inputs)) {
    if (wired.has(name)) continue;
    const kind = kindOfInput(input.type);
    if (kind === undefined) continue;
    const widget = {
      name,
      label: input.title ?? name,
      kind,
      ...(input.description === undefined ? {} : { description: input.description }),
      ...(input.required === undefined ? {} : { isRequired: input.required }),
      ...(input.default === undefined ? {} : { fallback: input.default }),
    };
    // A preview is there to show what comes over a wire.
    const isMain = (input.required === true && node.role !== 'output') || node.role === 'input';
    (isMain ? main : more).push(widget);
  }
  for (const widget of settingWidgets(node)) {
    const isMain = widget.name === 'template' || (node.role !== 'input' && widget.name === 'path');
    (isMain ? main : more).push(widget);
  }
  return { main, more };
}

function kindOfInput(type: PortType): WidgetKind | undefined {
  if (type.kind === 'list') return type.of.kind === 'text' ? 'lines' : kindOfInput(type.of);
  if (type.kind === 'text' || type.kind === 'any') return 'long-text';
  if (type.kind === 'number' || type.kind === 'boolean' || type.kind === 'image') return type.kind;
  // What only other nodes make cannot be typed.
  return type.kind === 'json' ? 'json' : undefined;
}

function settingWidgets(node: NodeDescription): readonly Widget[] {
  const properties = node.props['properties'];
  if (!isRecord(properties)) return [];
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (HIDDEN.has(name) || Object.hasOwn(node.models ?? {}, name) || !isRecord(schema)) return [];
    return [toWidget(name, schema)];
  });
}

function toWidget(name: string, schema: Record<string, unknown>): Widget {
  const description = schema['description'];
  const base = {
    name,
    label: titleOf(name),
    ...(typeof description === 'string' ? { description } : {}),
    ...('default' in schema ? { fallback: schema['default'] } : {}),
  };
  const options = schema['enum'];
  if (Array.isArray(options)) return { ...base, kind: 'choice', choices: options.map(String) };
  switch (schema['type']) {
    case 'boolean':
      return { ...base, kind: 'boolean' };
    case 'integer':
    case 'number':
      return { ...base, kind: 'number', ...boundsOf(schema) };
    case 'string': {
      const longest = schema['maxLength'];
      const isLong = typeof longest === 'number' && longest > SHORT_TEXT;
      return { ...base, kind: isLong ? 'long-text' : 'text' };
    }
    case 'array':
      return { ...base, kind: 'lines' };
    default:
      return { ...base, kind: isTextLike(schema) ? 'text' : 'json' };
  }
}

/** A number or a text: what is typed is told apart by what it is. */
function isTextLike(schema: Record<string, unknown>): boolean {
  const options = schema['anyOf'];
  return (
    Array.isArray(options) &&
    options.every(
      (option) =>
        isRecord(option) && ['string', 'number', 'integer'].includes(String(option['type'])),
    ) &&
    options.every((option) => isRecord(option) && !('enum' in option))
  );
}

function boundsOf(schema: Record<string, unknown>) {
  const { minimum, maximum } = schema;
  return {
    isInteger: schema['type'] === 'integer',
    ...(typeof minimum === 'number' && minimum > Number.MIN_SAFE_INTEGER ? { minimum } : {}),
    ...(typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? { maximum } : {}),
  };
}

/** `maxTokens` as a label: `Max tokens`. */
function titleOf(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
