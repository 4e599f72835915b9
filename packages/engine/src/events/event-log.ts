import type { RunEvent } from '@nodetool-ai/graph';
import type { RunClock } from './run-clock.ts';

type WithoutEnvelope<E> = E extends RunEvent
  ? Omit<E, 'seq' | 'runId' | 'path' | 'at'> & { readonly path?: E['path'] }
  : never;

/** An event before it is numbered. */
export type NewEvent = WithoutEnvelope<RunEvent>;

/** Is told of every event. */
export type RunListener = (event: RunEvent) => void;

/** The events of one run: numbered without gaps, kept, told to whoever listens, also to those who come late. */
export class EventLog {
  readonly runId: string;
  readonly #clock: RunClock;
  readonly #events: RunEvent[] = [];
  readonly #listeners = new Set<RunListener>();
  #isEnded = false;

  constructor(runId: string, clock: RunClock) {
    this.runId = runId;
    this.#clock = clock;
  }

  /** Adds an event. After `run-end` nothing is added. */
  emit(event: NewEvent): void {
    if (this.#isEnded) return;
    const envelope = {
      seq: this.#events.length,
      runId: this.runId,
      path: event.path ?? [],
      at: this.#clock.now(),
    };
    const whole: RunEvent = { ...event, ...envelope };
    this.#events.push(whole);
    if (whole.type === 'run-end') this.#isEnded = true;
    for (const listener of this.#listeners) listener(whole);
    if (this.#isEnded) this.#listeners.clear();
  }

  /** Tells the listener of everything from number `from` on. Gives what ends it. */
  subscribe(listener: RunListener, from = 0): () => void {
    for (const event of this.#events.slice(from)) listener(event);
    if (!this.#isEnded) this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The events from number `from` on, to the end of the run. */
  async *events(from = 0): AsyncGenerator<RunEvent, void, void> {
    let next = from;
    let wake: (() => void) | undefined;
    const listener = () => wake?.();
    this.#listeners.add(listener);
    try {
      for (;;) {
        for (let event = this.#events[next]; event !== undefined; event = this.#events[next]) {
          next += 1;
          yield event;
        }
        if (this.#isEnded) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      this.#listeners.delete(listener);
    }
  }
}
