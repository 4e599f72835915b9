import { OllamaProvider } from '@nodetool-ai/runtime';
import type { ConnectionLimits, GenerateRequest, ProviderStreamItem } from '@nodetool-ai/runtime';
import { afterEach } from 'vitest';
import { startScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import type { Script, ScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';

const running: ScriptedDaemon[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((daemon) => daemon.stop()));
});

/** A daemon that plays the script on every chat; stopped after the test. */
export async function daemonThatPlays(script?: Script): Promise<ScriptedDaemon> {
  const daemon = await startScriptedDaemon();
  running.push(daemon);
  if (script !== undefined) daemon.on('POST /api/chat', script);
  return daemon;
}

/** A provider of the daemon. */
export function providerOf(
  daemon: { readonly url: string },
  limits: ConnectionLimits = {},
): OllamaProvider {
  return new OllamaProvider({ OLLAMA_API_URL: daemon.url }, limits);
}

/** A short question. */
export function question(rest: Partial<GenerateRequest> = {}): GenerateRequest {
  return { model: 'tiny-chat', messages: [{ role: 'user', content: 'hi' }], ...rest };
}

/** Everything that a stream gives, or the error that it ends with. */
export async function outcomeOf(stream: AsyncIterable<ProviderStreamItem>) {
  const items: ProviderStreamItem[] = [];
  let error: unknown;
  try {
    for await (const item of stream) items.push(item);
  } catch (thrown) {
    error = thrown;
  }
  const text = items
    .map((item) => (item.type === 'chunk' && !item.thinking ? item.content : ''))
    .join('');
  const thinking = items
    .map((item) => (item.type === 'chunk' && item.thinking ? item.content : ''))
    .join('');
  const calls = items.filter((item) => item.type === undefined);
  return { items, text, thinking, calls, error };
}

/** Plays the script and gives what came of one question. */
export async function play(
  script: Script,
  rest: Partial<GenerateRequest> = {},
  limits: ConnectionLimits = {},
) {
  const daemon = await daemonThatPlays(script);
  return outcomeOf(providerOf(daemon, limits).generateMessages(question(rest)));
}
