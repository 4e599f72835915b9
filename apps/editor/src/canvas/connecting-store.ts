import type { PortType } from '@nodetool-ai/graph';
import { createContext, useContext } from 'react';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { PortAddress } from '../document/edits.ts';

/** One end of a wire that is being drawn. */
export interface OpenEnd extends PortAddress {
  readonly side: 'input' | 'output';
  readonly type: PortType;
}

/** A wire that was refused, with the reason. */
export interface Refusal {
  readonly source: PortAddress & { readonly type: PortType };
  readonly target: PortAddress & { readonly type: PortType };
  readonly reason: string;
  readonly fits?: string;
  /** Where it was refused, in px of the window. */
  readonly at: { readonly x: number; readonly y: number };
  /** The wire was let go: the card stays until something else is done. */
  readonly isReleased: boolean;
}

/** What is going on while a wire is drawn, by mouse or by keys. */
export interface ConnectingState {
  readonly from: OpenEnd | undefined;
  /** `nodeId side port` of every port that fits. */
  readonly fits: ReadonlySet<string>;
  /** Nodes with a port that fits, and the one where the wire begins. */
  readonly nodes: ReadonlySet<string>;
  /** The port that the keys point at. */
  readonly aimed: string | undefined;
  readonly refusal: Refusal | undefined;
}

/** Nothing is being drawn. */
export const NOT_CONNECTING: ConnectingState = {
  from: undefined,
  fits: new Set(),
  nodes: new Set(),
  aimed: undefined,
  refusal: undefined,
};

/** Names a port in the sets above. */
export const portKey = (nodeId: string, side: string, port: string) => `${nodeId} ${side} ${port}`;

/** One for each mat. */
export function createConnectingStore(): StoreApi<ConnectingState> {
  return createStore<ConnectingState>(() => NOT_CONNECTING);
}

/** Hands it to nodes and wires. */
export const ConnectingContext = createContext<StoreApi<ConnectingState> | undefined>(undefined);

/** The store of the mat. */
export function useConnecting(): StoreApi<ConnectingState> {
  const store = useContext(ConnectingContext);
  if (store === undefined) throw new Error('There is no mat around this component.');
  return store;
}
