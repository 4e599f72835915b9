import { isRecord, runEventSchema } from '@nodetool-ai/graph';
import type { RunEvent, Workflow } from '@nodetool-ai/graph';
import type { EditorServer } from '../editor/serve-editor.ts';

type Api = Pick<EditorServer, 'url' | 'token'>;

/** Asks the server for JSON. */
export async function askServer(
  { url, token }: Api,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}api/${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok || !isRecord(answer)) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Begins a run; `onEvent` is told every event as it comes. Resolves with all of them when it has ended. */
export async function runOverHttp(
  server: Api,
  workflow: Workflow,
  onEvent: (event: RunEvent) => void = () => {},
): Promise<readonly RunEvent[]> {
  const { runId } = await askServer(server, 'runs', { workflow });
  const response = await fetch(`${server.url}api/runs/${String(runId)}/events`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  const events: RunEvent[] = [];
  let waiting = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    waiting += chunk;
    const lines = waiting.split('\n');
    waiting = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: {"')) continue;
      const event = runEventSchema.parse(JSON.parse(line.slice(6)));
      events.push(event);
      onEvent(event);
    }
  }
  return events;
}
