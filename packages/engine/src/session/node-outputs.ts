import { acceptValue, NodetoolError } from '@nodetool-ai/graph';
import type { PortDeclaration } from '@nodetool-ai/graph';
import { toEventValue } from '../events/to-event-value.ts';
import { Throttle } from '../events/throttle.ts';
import type { PlannedEdge, PlannedNode } from './plan-run.ts';
import type { RunScope } from './run-scope.ts';

/** What a node gave on each port: the value, the whole text, or the list of a stream. */
export type PortOutputs = Readonly<Record<string, unknown>>;

interface PortState {
  readonly declaration: PortDeclaration;
  readonly edges: readonly PlannedEdge[];
  readonly items: unknown[];
  /** Text that was not told yet. */
  untold: string;
  readonly throttle: Throttle;
}

/** Sends what a node yields over its wires and into the events, and holds it to its declaration. */
export class NodeOutputs {
  readonly #node: PlannedNode;
  readonly #scope: RunScope;
  readonly #ports = new Map<string, PortState>();
  readonly #flows = new Map<PlannedEdge, Throttle>();

  constructor(node: PlannedNode, scope: RunScope) {
    this.#node = node;
    this.#scope = scope;
    for (const [port, declaration] of Object.entries(node.ports.outputs)) {
      const edges = node.outgoing.filter((edge) => edge.sourceHandle === port);
      const throttle = new Throttle(scope.clock, () => this.#tellText(port));
      this.#ports.set(port, { declaration, edges, items: [], untold: '', throttle });
      for (const edge of edges)
        this.#flows.set(edge, new Throttle(scope.clock, () => this.#tellFlow(edge, false)));
    }
  }

  /** The next piece of a text stream. Resolves when every wire has room again. Rejects with NODE_OUTPUT_INVALID. */
  delta(port: string, text: string): Promise<void> | void {
    const state = this.#stateOf(port);
    if (!isTextStream(state.declaration)) {
      throw invalid(`the port ${port} is not a stream of text, so it takes no pieces of text`);
    }
    state.items.push(text);
    state.untold += text;
    state.throttle.call();
    return state.edges.length === 0 ? undefined : this.#send(state, text);
  }

  /** The value of a value port, or the next item of a stream. Rejects with NODE_OUTPUT_INVALID. */
  async output(port: string, value: unknown): Promise<void> {
    const state = this.#stateOf(port);
    const { type, mode } = state.declaration;
    const accepted = acceptValue(type, value);
    if (!accepted.ok) throw invalid(`the port ${port}: ${accepted.reason}`);
    if (isTextStream(state.declaration)) return this.delta(port, String(accepted.value));
    if (mode !== 'stream' && state.items.length > 0)
      throw invalid(`the port ${port} takes one value and got a second`);
    state.items.push(accepted.value);
    await this.#tellOutput(port, accepted.value);
    return this.#send(state, accepted.value);
  }

  /** Tells the text that is held back, so that what is told next stands after it. */
  flush(): void {
    for (const { throttle } of this.#ports.values()) throttle.flush();
  }

  /** The node ended well: whole texts are told, and its wires end. */
  async end(): Promise<PortOutputs> {
    const outputs: Record<string, unknown> = {};
    for (const [port, { declaration, items, throttle }] of this.#ports) {
      throttle.flush();
      if (items.length === 0) continue;
      if (isTextStream(declaration)) {
        outputs[port] = items.join('');
        await this.#tellOutput(port, outputs[port]);
      } else outputs[port] = declaration.mode === 'stream' ? items : items[0];
    }
    this.#close((edge) => edge.channel.end());
    return outputs;
  }

  /** The node ended otherwise: whoever reads from it is told why. Gives what it had given. */
  fail(error: Error): PortOutputs {
    const outputs: Record<string, unknown> = {};
    for (const [port, { declaration, items, throttle }] of this.#ports) {
      throttle.flush();
      if (items.length === 0) continue;
      if (isTextStream(declaration)) outputs[port] = items.join('');
      else outputs[port] = declaration.mode === 'stream' ? items : items[0];
    }
    this.#close((edge) => edge.channel.fail(error));
    return outputs;
  }

  async #send(state: PortState, value: unknown): Promise<void> {
    const waits = state.edges.map((edge) => {
      const sent = edge.channel.put(value);
      this.#flows.get(edge)?.call();
      return sent;
    });
    await Promise.all(waits);
  }

  #close(close: (edge: PlannedEdge) => void): void {
    for (const [edge, throttle] of this.#flows) {
      throttle.flush();
      close(edge);
      this.#tellFlow(edge, true);
    }
  }

  #stateOf(port: string): PortState {
    const state = this.#ports.get(port);
    if (state === undefined) throw invalid(`there is no port ${port}`);
    return state;
  }

  #tellText(port: string): void {
    const state = this.#stateOf(port);
    if (state.untold === '') return;
    const text = state.untold;
    state.untold = '';
    this.#scope.log.emit({ type: 'node-delta', nodeId: this.#node.id, port, text });
  }

  async #tellOutput(port: string, value: unknown): Promise<void> {
    const eventValue = await toEventValue(value, this.#scope.assets);
    this.#scope.log.emit({ type: 'node-output', nodeId: this.#node.id, port, value: eventValue });
  }

  #tellFlow(edge: PlannedEdge, done: boolean): void {
    this.#scope.log.emit({ type: 'edge-flow', edgeId: edge.id, count: edge.channel.count, done });
  }
}

function isTextStream(declaration: PortDeclaration): boolean {
  return declaration.mode === 'stream' && declaration.type.kind === 'text';
}

function invalid(what: string): NodetoolError {
  return new NodetoolError(
    'NODE_OUTPUT_INVALID',
    `The node sent what it does not declare: ${what}.`,
  );
}
