import { isNodetoolError } from '@nodetool-ai/graph';
import { generateObject } from '@nodetool-ai/runtime';
import type { GeneratedObject, ObjectRequest } from '@nodetool-ai/runtime';
import { z } from 'zod';
import { chatLine, doneLine } from '../../../../test/support/src/scripted-daemon/index.ts';
import type { Script, ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, providerOf, question } from '../scripted.ts';

/** The schema that the provider bar is measured with. */
export const PERSON = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 } },
  required: ['name', 'age'],
};

/** A script that answers with the text, in pieces. */
export function answer(text: string, done: Readonly<Record<string, unknown>> = {}): Script {
  const pieces = text.match(/[\s\S]{1,7}/g) ?? [];
  return [{ send: [...pieces.map((content) => chatLine({ content })), doneLine(done)].join('') }];
}

/** A daemon that plays the scripts one after the other. */
export async function daemonThatAnswers(...scripts: readonly Script[]): Promise<ScriptedDaemon> {
  const daemon = await daemonThatPlays([{ status: 500 }, { send: '{"error":"asked too often"}' }]);
  for (const script of scripts) daemon.once('POST /api/chat', script);
  return daemon;
}

const chatBody = z.looseObject({
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })),
  options: z.looseObject({ num_predict: z.number().optional() }).optional(),
  format: z.unknown().optional(),
});

/** The bodies of the chats that the daemon was asked for. */
export function chatBodies(daemon: ScriptedDaemon) {
  const chats = daemon.requests.filter(({ path }) => path === '/api/chat');
  return chats.map(({ body }) => chatBody.parse(body));
}

/** What came of one object that was asked of a model which answers with the texts. */
export async function objectFrom(
  answers: readonly (string | Script)[],
  rest: Partial<ObjectRequest> = {},
) {
  const daemon = await daemonThatAnswers(
    ...answers.map((text) => (typeof text === 'string' ? answer(text) : text)),
  );
  const { result, error } = await outcome(
    generateObject(providerOf(daemon), { ...question(), schema: PERSON, ...rest }),
  );
  const bodies = chatBodies(daemon);
  /** The last message of the second question. */
  const told = bodies[1]?.messages.at(-1)?.content;
  return { result, error, bodies, told, daemon };
}

async function outcome(promise: Promise<GeneratedObject>) {
  try {
    return { result: await promise, error: undefined };
  } catch (error) {
    if (!isNodetoolError(error)) throw error;
    return { result: undefined, error };
  }
}
