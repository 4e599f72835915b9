import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import { askModelList } from './model-list.ts';
import type { ListedModel } from './model-list.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';

/** Names in a hint; more would hide what it says. */
const MOST_NAMES = 12;
/** A name that can be typed after a command as it stands. */
const PLAIN_NAME = /^[\w][\w.:/@-]*$/;
/** The list only makes the hint better: nobody waits long for it. */
const LIST_TIMEOUT_MS = 2000;

/** Says in MODEL_NOT_FOUND which models are installed and how to get the missing one. Other errors stay as they are. */
export function withInstalledModels(
  error: unknown,
  model: string,
  listed: readonly ListedModel[],
): unknown {
  if (!isNodetoolError(error) || error.code !== 'MODEL_NOT_FOUND') return error;
  const names = listed.map((entry) => entry.name);
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const installed = names.length === 0 ? 'No model is installed yet.' : `Installed: ${shown}.`;
  const remedy = PLAIN_NAME.test(model)
    ? `Pull it with \`ollama pull ${model}\`.`
    : 'Look at the name: it holds characters that no name of a model has.';
  return new NodetoolError(error.code, error.message, {
    hint: `${remedy} ${installed}`,
    action: { kind: 'pull-model', subject: model },
    cause: error.cause ?? error,
    details: { ...error.details, model, installed: names },
  });
}

/** Like withInstalledModels, the list asked for (2 s at most) when the error is MODEL_NOT_FOUND. Never rejects. */
export async function explainMissingModel(
  connection: OllamaConnection,
  error: unknown,
  model: string,
  signal?: AbortSignal,
): Promise<unknown> {
  if (!isNodetoolError(error) || error.code !== 'MODEL_NOT_FOUND') return error;
  try {
    const limit = AbortSignal.timeout(LIST_TIMEOUT_MS);
    const joined = signal === undefined ? limit : AbortSignal.any([signal, limit]);
    return withInstalledModels(error, model, await askModelList(connection, joined));
  } catch {
    return error;
  }
}
