import { createHash } from 'node:crypto';
import { isRecord } from '@nodetool-ai/graph';
import type { ModelDefinition } from '../tiny-models/model-definitions.ts';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** What is done with models that the daemon has already. */
export type ExistingModels = 'keep' | 'replace';

/**
 * Creates models in a daemon over HTTP: uploads their files and defines them. Rejects with TestDaemonUnavailable with the
 * daemon's own words.
 */
export async function createModels(
  url: string,
  models: readonly ModelDefinition[],
  existing: ExistingModels = 'keep',
): Promise<void> {
  const names = existing === 'keep' ? await listModels(url) : new Set();
  for (const model of models) {
    const name = model.name.includes(':') ? model.name : `${model.name}:latest`;
    if (!names.has(name)) await createModel(url, model);
  }
}

async function listModels(url: string): Promise<ReadonlySet<unknown>> {
  const body: unknown = await (await fetch(`${url}/api/tags`)).json();
  const models = isRecord(body) && Array.isArray(body['models']) ? body['models'] : [];
  return new Set(models.map((model: unknown) => (isRecord(model) ? model['name'] : undefined)));
}

async function createModel(url: string, model: ModelDefinition): Promise<void> {
  const files: Record<string, string> = {};
  for (const [name, read] of Object.entries(model.files)) {
    const bytes = await read();
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const blob = `${url}/api/blobs/${digest}`;
    const isThere = (await fetch(blob, { method: 'HEAD' })).ok;
    if (!isThere) await post(blob, new Uint8Array(bytes), model.name);
    files[name] = digest;
  }
  const { name, template, parameters } = model;
  const definition = { model: name, files, template, parameters, stream: false };
  await post(`${url}/api/create`, JSON.stringify(definition), name);
}

async function post(
  url: string,
  body: Uint8Array<ArrayBuffer> | string,
  model: string,
): Promise<void> {
  const response = await fetch(url, { method: 'POST', body });
  const text = await response.text();
  if (!response.ok)
    throw new TestDaemonUnavailable(
      `The daemon at ${new URL(url).origin} did not take ${model} (${response.status}): ${text}`,
    );
}
