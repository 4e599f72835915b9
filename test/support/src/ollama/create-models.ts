import { createHash } from 'node:crypto';
import { isRecord } from '@nodetool-ai/graph';
import type { ModelDefinition } from '../tiny-models/model-definitions.ts';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** Creates the models in the daemon over HTTP, those left out that it has already. */
export async function createModels(url: string, models: readonly ModelDefinition[]): Promise<void> {
  const existing = await listModels(url);
  for (const model of models) {
    const name = model.name.includes(':') ? model.name : `${model.name}:latest`;
    if (!existing.has(name)) await createModel(url, model);
  }
}

async function listModels(url: string): Promise<ReadonlySet<unknown>> {
  const response = await fetch(`${url}/api/tags`);
  const body: unknown = await response.json();
  const models = isRecord(body) && Array.isArray(body['models']) ? body['models'] : [];
  return new Set(models.map((model: unknown) => (isRecord(model) ? model['name'] : undefined)));
}

async function createModel(url: string, model: ModelDefinition): Promise<void> {
  const files: Record<string, string> = {};
  for (const [name, read] of Object.entries(model.files)) {
    const bytes = await read();
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    await post(`${url}/api/blobs/${digest}`, new Uint8Array(bytes), model.name);
    files[name] = digest;
  }
  const { name, template, parameters } = model;
  await post(
    `${url}/api/create`,
    JSON.stringify({ model: name, files, template, parameters, stream: false }),
    name,
  );
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
      `the daemon did not take ${model} (${response.status}): ${text}`,
    );
}
