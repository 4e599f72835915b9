import { runEventSchema } from '@nodetool-ai/graph';
import type { RunEvent } from '@nodetool-ai/graph';
import type { FrameClock } from '../../src/run/frame-clock.ts';

/** An event as the server sends it; what is not said is that of a first event. */
export function event(fields: { readonly type: RunEvent['type'] } & Record<string, unknown>) {
  return runEventSchema.parse({ seq: 0, runId: 'run-1', path: [], at: 1000, ...fields });
}

/** A piece of text of a node. */
export const delta = (nodeId: string, text: string, port = 'text') =>
  event({ type: 'node-delta', nodeId, port, text });

/** A clock whose pictures are drawn when the test says so. */
export class FakeFrames {
  #waiting: (() => void)[] = [];

  readonly clock: FrameClock = (callback) => {
    this.#waiting.push(callback);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== callback);
    };
  };

  /** How many callbacks wait for the next picture. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Draws a picture: calls all that waited for it. */
  draw(): void {
    const due = this.#waiting;
    this.#waiting = [];
    for (const callback of due) callback();
  }
}

/** A clock that does not wait for a picture. */
export const atOnce: FrameClock = (callback) => {
  callback();
  return () => {};
};
