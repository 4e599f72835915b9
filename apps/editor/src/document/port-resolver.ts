import { nodeData } from '@nodetool-ai/graph';
import type { PortsReport, ResolvedPorts, WorkflowNode } from '@nodetool-ai/graph';
import { askServer } from '../api/http-client.ts';
import type { NodeCatalog } from '../catalog/node-catalog.ts';
import { portsKey } from './node-ports.ts';

/** So long is waited after a question that was not answered. */
const AGAIN_MS = 3000;
/** So many answers are remembered. */
const MOST_KNOWN = 5000;

/** Asks the server for ports that depend on settings, and remembers what it said. */
export class PortResolver {
  readonly #catalog: NodeCatalog;
  readonly #byKey = new Map<string, ResolvedPorts | null>();
  /** What a node had before its settings changed serves until the answer is there. */
  readonly #lastByNode = new Map<string, ResolvedPorts>();
  readonly #wanted = new Map<string, WorkflowNode>();
  readonly #listeners = new Set<() => void>();
  #isAsking = false;
  #models: unknown;
  #version = 0;

  constructor(catalog: NodeCatalog) {
    this.#catalog = catalog;
  }

  /** The ports of a node, if its type has such and they are known. Asks when they are not. */
  resolved(node: WorkflowNode): ResolvedPorts | undefined {
    if (this.#catalog.describe(node.type)?.hasDynamicPorts !== true) return undefined;
    const key = portsKey(node);
    const known = this.#byKey.get(key);
    if (known === undefined) this.#want(key, node);
    else if (known !== null) this.#lastByNode.set(node.id, known);
    return known ?? this.#lastByNode.get(node.id);
  }

  /** Rises when an answer came. */
  version(): number {
    return this.#version;
  }

  /** Told when an answer came. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The server knows other models than before: everything is asked anew. Nothing happens for the same list. */
  forgetFor(models: unknown): void {
    if (models === this.#models) return;
    this.#models = models;
    if (this.#byKey.size === 0) return;
    this.#byKey.clear();
    this.#tell();
  }

  #want(key: string, node: WorkflowNode): void {
    this.#wanted.set(key, node);
    if (this.#isAsking) return;
    this.#isAsking = true;
    queueMicrotask(() => void this.#ask());
  }

  async #ask(): Promise<void> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    try {
      const nodes = wanted.map(([, node]) => ({ type: node.type, data: nodeData(node) }));
      const { ports } = await askServer<PortsReport>('/api/nodes/ports', { body: { nodes } });
      // What was typed on the way to the present text is not wanted again.
      if (this.#byKey.size > MOST_KNOWN) this.#byKey.clear();
      for (const [index, [key]] of wanted.entries()) this.#byKey.set(key, ports[index] ?? null);
    } catch {
      // The page says elsewhere that the server does not answer.
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
    this.#isAsking = false;
    this.#tell();
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
