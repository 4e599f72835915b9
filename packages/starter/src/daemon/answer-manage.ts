import { isModelName } from '../library/is-model-name.ts';
import { ApiRefusal } from './api-refusal.ts';
import type { ApiCall, DaemonContext } from './daemon-context.ts';
import { libraryName } from './model-name.ts';
import { sendEmpty } from './reply.ts';
import { readRequestFields } from './request-fields.ts';
import { textField } from './text-field.ts';

/** `POST /api/copy`: the same file under another name. */
export async function answerCopy(call: ApiCall, { catalogue }: DaemonContext): Promise<void> {
  const types = { source: 'string', destination: 'string' } as const;
  const fields = readRequestFields(call.body, 'CopyRequest', types);
  const source = textField(fields, 'source');
  const destination = textField(fields, 'destination');
  for (const [field, name] of [
    ['source', source],
    ['destination', destination],
  ] as const)
    if (!isModelName(name))
      throw new ApiRefusal(400, `${field} ${JSON.stringify(name)} is invalid`);
  const { library } = catalogue;
  const found = await library.find(libraryName(source));
  if (found === undefined) throw new ApiRefusal(404, `model "${source}" not found`);
  const { file: _, ...record } = found;
  const name = libraryName(destination);
  await library.register({ ...record, name, addedAt: new Date().toISOString() });
  sendEmpty(call.reply, 200);
}

/** `DELETE /api/delete`: takes a model out of memory and off the disk. Waits for the answer that is being made. */
export async function answerDelete(call: ApiCall, context: DaemonContext): Promise<void> {
  const { catalogue, runner } = context;
  const fields = readRequestFields(call.body, 'DeleteRequest', { model: 'string', name: 'string' });
  const name = textField(fields, 'model') || textField(fields, 'name');
  if (name === '') throw new ApiRefusal(400, 'model is required');
  if (!isModelName(name)) throw new ApiRefusal(400, `name ${JSON.stringify(name)} is invalid`);
  const found = await catalogue.library.find(libraryName(name));
  if (found === undefined) throw new ApiRefusal(404, `model '${name}' not found`);
  await runner.unload(found.sha256, call.signal, async () => {
    await catalogue.library.remove(found.name);
  });
  sendEmpty(call.reply, 200);
}

/** What Ollama does and the starter engine does not. */
export async function refuseUnsupported(): Promise<void> {
  throw new ApiRefusal(501, 'this is not supported by the starter engine');
}
