import { isRecord } from '@nodetool-ai/graph';
import { createOllama } from '@nodetool-ai/runtime/ai-sdk';
import type { CallWarning } from 'ai';
import type { ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';

/** The model that tests ask, at the daemon. */
export function modelAt(daemon: ScriptedDaemon, name = 'tiny-chat') {
  return createOllama({ baseURL: daemon.url })(name);
}

/** The bodies of all chats that the daemon saw. */
export function chatBodies(daemon: ScriptedDaemon): readonly Record<string, unknown>[] {
  return daemon.requests
    .filter(({ path }) => path === '/api/chat')
    .map(({ body }) => (isRecord(body) ? body : {}));
}

/** What the warnings are about. */
export function featuresOf(warnings: readonly CallWarning[] = []): readonly string[] {
  return warnings.map((warning) => ('feature' in warning ? warning.feature : warning.type));
}
