import { isNodetoolError } from '@nodetool-ai/graph';
import { isModelName } from '../library/is-model-name.ts';
import { ApiRefusal } from './api-refusal.ts';
import type { ApiCall, DaemonContext } from './daemon-context.ts';
import { libraryName } from './model-name.ts';
import { NdjsonWriter } from './ndjson-writer.ts';
import { sendJson } from './reply.ts';
import { readRequestFields } from './request-fields.ts';
import { textField } from './text-field.ts';

/** `POST /api/pull`: progress as lines, or one answer at the end. A failure is a line, or status 500 without lines. */
export async function answerPull(call: ApiCall, { pulls }: DaemonContext): Promise<void> {
  const types = { model: 'string', name: 'string', stream: 'bool', insecure: 'bool' } as const;
  const fields = readRequestFields(call.body, 'PullRequest', types);
  const given = textField(fields, 'model') || textField(fields, 'name');
  if (!isModelName(given)) throw new ApiRefusal(400, 'invalid model name');
  const { signal, reply } = call;
  const writer = new NdjsonWriter(call);
  const isStream = fields['stream'] !== false;
  const lines = pulls.listen(libraryName(given), signal);
  try {
    if (isStream) await writer.write({ status: 'pulling manifest' });
    for await (const line of lines)
      if (isStream && line.status !== 'pulling manifest') await writer.write(line);
  } catch (error) {
    signal.throwIfAborted();
    throw new ApiRefusal(500, describe(error));
  }
  if (isStream) writer.end();
  else sendJson(reply, { status: 'success' });
}

function describe(error: unknown): string {
  if (isNodetoolError(error) && error.code === 'MODEL_NOT_FOUND')
    return 'pull model manifest: file does not exist';
  return error instanceof Error ? error.message : String(error);
}
