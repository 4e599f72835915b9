import type { PortType } from '@nodetool-ai/graph';

const SHAPES: Readonly<Record<Exclude<PortType['kind'], 'list'>, React.ReactNode>> = {
  text: <circle cx="7" cy="7" r="5.6" />,
  number: <path d="M7 .6L13.4 7 7 13.4.6 7z" />,
  boolean: <path d="M4 3h6a4 4 0 0 1 0 8H4a4 4 0 0 1 0-8z" />,
  image: <path d="M2.2 2.2h9.6v9.6H2.2z" />,
  embedding: <path d="M7 1.2l5 2.9v5.8l-5 2.9-5-2.9V4.1z" />,
  index: <path d="M1 1.6h12v4.6H1zM1 7.8h12v4.6H1z" />,
  document: <path d="M2.8 1.5h5.4l3 3v8H2.8z" />,
  chunk: <path d="M4.2 2.4h9.2l-3.6 9.2H.6z" />,
  json: <path d="M4.2 1.8h5.6v2.4h2.4v5.6H9.8v2.4H4.2V9.8H1.8V4.2h2.4z" />,
  model: <path d="M7 1.4l6 10.8H1z" />,
  any: <circle cx="7" cy="7" r="4.2" strokeWidth="2.4" />,
};

/** What is drawn for a port. */
export interface PortShapeProps {
  readonly type: PortType;
  /** Not connected: an outline only. */
  readonly isOpen?: boolean;
  readonly size?: number;
}

/** The colour of a type, as a CSS value. */
export function portColour(type: PortType): string {
  const kind = itemKind(type);
  return `var(--port-${kind === 'index' ? 'embedding' : kind})`;
}

/** The type within a list, or the type itself. */
export function itemKind(type: PortType): Exclude<PortType['kind'], 'list'> {
  return type.kind === 'list' ? itemKind(type.of) : type.kind;
}

/** A type as shape and colour; a list has a ring of the same shape around it. */
export function PortShape({ type, isOpen = false, size = 14 }: PortShapeProps) {
  const kind = itemKind(type);
  const colour = portColour(type);
  const surface = 'var(--surface-node)';
  const isHollow = isOpen || kind === 'any';
  return (
    <svg className="port-shape" width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
      {type.kind === 'list' ? (
        <>
          <g transform={scaled(1.22)} fill={surface} stroke={colour} strokeWidth="1.5">
            {SHAPES[kind]}
          </g>
          <g transform={scaled(0.55)} fill={isOpen ? 'none' : colour}>
            {SHAPES[kind]}
          </g>
        </>
      ) : (
        <g
          fill={isHollow ? surface : colour}
          stroke={isHollow ? colour : surface}
          strokeWidth={isOpen ? 2 : 1.5}
        >
          {SHAPES[kind]}
        </g>
      )}
    </svg>
  );
}

const scaled = (factor: number) => `translate(7 7) scale(${factor}) translate(-7 -7)`;
