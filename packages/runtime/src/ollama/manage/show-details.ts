import { definedFields, isRecord } from '@nodetool-ai/graph';
import type { ModelFacts } from '@nodetool-ai/graph';
import { askModelFacts } from '../facts/model-facts.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { requestJson } from '../connection/request-json.ts';
import { readText } from '../facts/wire-values.ts';
import { checkModelName } from './check-name.ts';

/** Everything that a daemon says of one model, without the folders of its machine. What it did not say is absent. */
export interface ModelDetails {
  /** What is known of it, as `getModelFacts` gives it. */
  readonly facts: ModelFacts;
  /** How prompts are written for it, in the language of Go templates or of Jinja. */
  readonly template?: string;
  /** Its own settings, one a line: name, then value. */
  readonly parameters?: string;
  /** Text that goes before every conversation. */
  readonly system?: string;
  /** Text of its licence. */
  readonly license?: string;
  /** When it was made or pulled, as an RFC 3339 time. */
  readonly modifiedAt?: string;
  /** Oldest version of Ollama that runs it. */
  readonly requires?: string;
}

/** Asks for the facts and the texts of one model. Rejects with MODEL_NOT_FOUND, naming the installed ones. */
export async function askModelDetails(
  connection: OllamaConnection,
  name: string,
  signal?: AbortSignal,
): Promise<ModelDetails> {
  const model = checkModelName(name);
  const facts = await askModelFacts(connection, model, signal);
  const totalTimeoutMs = connection.limits.askTimeoutMs;
  const answer = await requestJson(
    { method: 'POST', path: '/api/show', body: { model }, signal, totalTimeoutMs },
    { connection, model },
  );
  const fields = isRecord(answer) ? answer : {};
  // Not `modelfile` nor `details.parent_model`: they name folders of the daemon's machine.
  return {
    facts,
    ...definedFields({
      template: readText(fields['template']),
      parameters: readText(fields['parameters']),
      system: readText(fields['system']),
      license: readText(fields['license']),
      modifiedAt: readText(fields['modified_at']),
      requires: readText(fields['requires']),
    }),
  };
}
