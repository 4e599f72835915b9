import { once } from 'node:events';
import type { RunEvent } from '@nodetool-ai/graph';
import type { FastifyReply } from 'fastify';

/** Something is sent at least this often, so that nothing on the way takes the silence for the end. */
const HEARTBEAT_MS = 15_000;

/** A run that says nothing for so long (a model is being loaded) gets its answer begun. */
const SILENT_MS = 500;

/**
 * Sends events as server-sent events, each with its number as id, and `end` after the last. A reader that is slow holds
 * up only itself: no more than the buffer of its socket waits for it. Ends when the reader leaves.
 */
export async function sendEvents(
  reply: FastifyReply,
  events: AsyncGenerator<RunEvent, void, void>,
): Promise<void> {
  const { raw } = reply;
  const left = new AbortController();
  const gone = new Promise<{ done: true; value: undefined }>((resolve) => {
    raw.once('close', () => {
      left.abort();
      resolve({ done: true, value: undefined });
    });
  });
  const first = events.next();
  // An unknown run is still a 404; one that is only silent must not look as if nobody answered.
  let next = await Promise.race([first, gone, isSilentFor(SILENT_MS)]);
  if (left.signal.aborted) {
    void events.return();
    return;
  }
  const headers = Object.entries(reply.getHeaders());
  reply.hijack();
  raw.writeHead(200, {
    ...Object.fromEntries(headers.filter(([, value]) => value !== undefined)),
    'content-type': 'text/event-stream; charset=utf-8',
    connection: 'keep-alive',
  });
  raw.flushHeaders();
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  try {
    next ??= await Promise.race([first, gone]);
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

function isSilentFor(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
}
