import { once } from 'node:events';
import type { RunEvent } from '@nodetool-ai/graph';
import type { FastifyReply } from 'fastify';

/** Something is sent at least this often, so that nothing on the way takes the silence for the end. */
const HEARTBEAT_MS = 15_000;

/**
 * Sends events as server-sent events, each with its number as id, and `end` after the last. A reader that is slow holds
 * up only itself: no more than the buffer of its socket waits for it. Ends when the reader leaves.
 */
export async function sendEvents(
  reply: FastifyReply,
  events: AsyncGenerator<RunEvent, void, void>,
): Promise<void> {
  // The first event is awaited before anything is sent, so that an unknown run is still a 404.
  let next = await events.next();
  const { raw } = reply;
  const headers = Object.entries(reply.getHeaders());
  reply.hijack();
  raw.writeHead(200, {
    ...Object.fromEntries(headers.filter(([, value]) => value !== undefined)),
    'content-type': 'text/event-stream; charset=utf-8',
    connection: 'keep-alive',
  });
  raw.flushHeaders();
  const left = new AbortController();
  const gone = new Promise<{ done: true; value: undefined }>((resolve) => {
    raw.once('close', () => {
      left.abort();
      resolve({ done: true, value: undefined });
    });
  });
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  try {
    while (next.done !== true && !left.signal.aborted) {
      const { value } = next;
      if (!raw.write(`id: ${value.seq}\ndata: ${JSON.stringify(value)}\n\n`)) {
        await once(raw, 'drain', { signal: left.signal });
      }
      next = await Promise.race([events.next(), gone]);
    }
    raw.end('event: end\ndata: {}\n\n');
  } catch {
    // The reader left, or the record is damaged: either way nothing more can be said here.
    raw.destroy();
  } finally {
    clearInterval(heartbeat);
    void events.return();
  }
}
