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

/**
 * Follows a run from its first event. When the stream breaks, the browser comes back by itself with the number of the
 * last event it has, so nothing is lost and nothing comes twice. Gives what ends it.
 */
export function followRun(runId: string, follower: RunFollower): () => void {
  const source = new EventSource(`/api/runs/${encodeURIComponent(runId)}/events`);
  let next = 0;
  source.addEventListener('open', () => follower.onConnection(true));
  source.addEventListener('message', ({ data }) => {
    const event = runEventSchema.safeParse(JSON.parse(String(data)));
    if (!event.success || event.data.seq < next) return;
    next = event.data.seq + 1;
    follower.onEvent(event.data);
  });
  source.addEventListener('end', () => {
    source.close();
    follower.onEnd();
  });
  source.addEventListener('error', () => follower.onConnection(false));
  return () => source.close();
}
