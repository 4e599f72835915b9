import type { PortType } from '../ports/port-type.ts';
import type { AssetReference } from '../values/asset-reference.ts';

/** The TypeScript type of the values of a port type. */
export type PortValue<T extends PortType> = T extends { kind: 'text' }
  ? string
  : T extends { kind: 'number' }
    ? number
    : T extends { kind: 'boolean' }
      ? boolean
      : T extends { kind: 'image' }
        ? AssetReference
        : T extends { kind: 'embedding' }
          ? readonly number[]
          : T extends { kind: 'list'; of: infer Item extends PortType }
            ? readonly PortValue<Item>[]
            : unknown;
