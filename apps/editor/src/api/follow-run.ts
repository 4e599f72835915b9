import { runEventSchema } from '@nodetool-ai/graph';
import type { RunEvent } from '@nodetool-ai/graph';

/** Who is told what a run does. */
export interface RunFollower {
  readonly onEvent: (event: RunEvent) => void;
  /** The stream was lost (`false`) or is back (`true`). */
  readonly onConnection: (isConnected: boolean) => void;
  /** Nothing more will come. */
  readonly onEnd: () => void;
}

/** A stream that the browser gave up (the server was started anew) is asked for again after this long. */
const AGAIN_MS = 2000;

/**
 * Follows a run from event number `from` on. When the stream breaks it is taken up again behind the last event that
 * came, so nothing is lost and nothing comes twice. Gives what ends it.
 */
export function followRun(runId: string, from: number, follower: RunFollower): () => void {
  let next = from;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    const stream = new EventSource(`/api/runs/${encodeURIComponent(runId)}/events?from=${next}`);
    source = stream;
    stream.addEventListener('open', () => follower.onConnection(true));
    stream.addEventListener('message', ({ data }) => {
      const event = runEventSchema.safeParse(JSON.parse(String(data)));
      if (!event.success || event.data.seq < next) return;
      next = event.data.seq + 1;
      follower.onEvent(event.data);
    });
    stream.addEventListener('end', () => {
      stream.close();
      follower.onEnd();
    });
    stream.addEventListener('error', () => {
      follower.onConnection(false);
      // The browser itself comes back after a break, but not after a refusal.
      if (stream.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
    });
  };

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
