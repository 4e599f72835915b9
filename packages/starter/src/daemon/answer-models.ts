import { definedFields } from '@nodetool-ai/graph';
import type { ModelInformation } from '../inference/inference-engine.ts';
import type { LibraryModel } from '../library/model-library.ts';
import { isModelName } from '../library/is-model-name.ts';
import { ApiRefusal } from './api-refusal.ts';
import type { ApiCall, DaemonContext } from './daemon-context.ts';
import { libraryName } from './model-name.ts';
import { listedDetails, modelDetails } from './model-details.ts';
import { sendJson } from './reply.ts';
import { readRequestFields } from './request-fields.ts';
import { textField } from './text-field.ts';

/** About 292 years from now, as Ollama says of a model that stays. */
const FOR_EVER_MS = 2 ** 63 / 1e6;

/** `GET /api/tags`: every model of the library, the newest first. A file that cannot be read has no capabilities. */
export async function answerTags({ reply }: ApiCall, { catalogue }: DaemonContext): Promise<void> {
  const records = await catalogue.library.list();
  const newestFirst = records.toSorted(
    (left, right) => Date.parse(right.addedAt) - Date.parse(left.addedAt),
  );
  const models = await Promise.all(
    newestFirst.map(async (record) => {
      const information = await catalogue.inspect(record).catch(() => undefined);
      return {
        ...identity(record),
        modified_at: record.addedAt,
        size: record.sizeBytes,
        details: listedDetails(information),
        ...(information === undefined ? {} : { capabilities: information.capabilities }),
      };
    }),
  );
  sendJson(reply, { models });
}

/** `GET /api/ps`: what is in memory. */
export async function answerPs({ reply }: ApiCall, { runner }: DaemonContext): Promise<void> {
  const models = runner.loaded.map(({ source, model, expiresAtMs }) => ({
    ...identity(source.record),
    size: model.sizeBytes,
    details: modelDetails(source.information),
    expires_at: new Date(
      expiresAtMs === Infinity ? Date.now() + FOR_EVER_MS : expiresAtMs,
    ).toISOString(),
    size_vram: 0,
    context_length: model.contextLength,
  }));
  sendJson(reply, { models });
}

/** `POST /api/show`: one model. */
export async function answerShow(call: ApiCall, { catalogue }: DaemonContext): Promise<void> {
  const fields = readRequestFields(call.body, 'ShowRequest', { model: 'string', name: 'string' });
  const name = textField(fields, 'model') || textField(fields, 'name');
  if (name === '') throw new ApiRefusal(400, 'model is required');
  if (!isModelName(name)) throw new ApiRefusal(400, 'invalid model name');
  const notFound = `model '${libraryName(name)}' not found`;
  const { record, information } = await catalogue.model(name, notFound);
  sendJson(
    call.reply,
    definedFields({
      license: record.licence,
      // Ollama's holds the path of the file, which is nobody's business.
      modelfile: '',
      template: information.chatTemplate ?? '{{ .Prompt }}',
      details: modelDetails(information),
      model_info: modelInfo(information),
      capabilities: information.capabilities,
      modified_at: record.addedAt,
    }),
  );
}

function identity({ name, sha256 }: LibraryModel) {
  return { name, model: name, digest: sha256 };
}

function modelInfo({ metadata, parameterCount, architecture }: ModelInformation) {
  const told = Object.entries(metadata)
    .filter(([key]) => key !== 'general.name' && key !== 'tokenizer.chat_template')
    .map(([key, value]) => [key, Array.isArray(value) ? null : toJsonValue(value)]);
  return definedFields({
    ...Object.fromEntries(told),
    'general.architecture': architecture,
    'general.parameter_count': parameterCount,
  });
}

/** Files hold whole numbers of 64 bits. */
function toJsonValue(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
