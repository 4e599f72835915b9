import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Script, ScriptStep } from './script-step.ts';

const never = new Promise<never>(() => {});

/** Plays a script on one answer. Resolves when it is played, or when the client has gone. */
export async function playScript(script: Script, response: ServerResponse): Promise<void> {
  for (const step of script) {
    if (response.destroyed || response.writableEnded) return;
    await play(step, response);
  }
  if (!response.destroyed && !response.writableEnded) response.end();
}

async function play(step: ScriptStep, response: ServerResponse): Promise<void> {
  if ('status' in step) response.writeHead(step.status, step.headers);
  else if ('send' in step) await send(response, step);
  else if ('waitFor' in step) await step.waitFor;
  else if ('stall' in step) {
    response.flushHeaders();
    await Promise.race([never, once(response, 'close')]);
  } else if ('reset' in step) response.socket?.resetAndDestroy();
  else if ('cut' in step) response.socket?.end();
  else if ('end' in step) response.end();
  else await sendEndless(response, step.endless);
}

async function send(
  response: ServerResponse,
  step: ScriptStep & { send: string | Uint8Array },
): Promise<void> {
  startStream(response);
  const bytes = Buffer.from(step.send);
  const size = 'splitEvery' in step ? step.splitEvery : bytes.length;
  for (let start = 0; start < bytes.length; start += size) {
    await write(response, bytes.subarray(start, start + size));
  }
}

async function sendEndless(
  response: ServerResponse,
  line: (index: number) => string,
): Promise<void> {
  startStream(response);
  for (let index = 0; !response.destroyed; index += 1) {
    await write(response, Buffer.from(line(index)));
    // Other connections want their turn too.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function startStream(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
}

/** Resolves when the bytes are with the system, so that a close after it cannot take them back. */
async function write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.removeListener('close', done);
      resolve();
    };
    response.once('close', done);
    response.write(bytes, done);
  });
}
