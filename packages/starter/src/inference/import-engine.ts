import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRecord } from '@nodetool-ai/graph';
import type { LlamaBinding, TemplateBinding } from './llama-binding.ts';

/** The two packages that answers are made with. */
export interface ImportedEngine {
  readonly binding: LlamaBinding;
  readonly templates: TemplateBinding;
}

/**
 * Loads node-llama-cpp and its template interpreter from a folder that has `node_modules/node-llama-cpp`. Rejects with a
 * plain Error when they are not there or are not what is expected.
 */
export async function importEngine(engineFolder: string): Promise<ImportedEngine> {
  const root = join(engineFolder, 'node_modules', 'node-llama-cpp');
  const binding: unknown = await load(join(root, 'dist', 'index.js'));
  if (!isLlamaBinding(binding)) throw new Error(`${root} is not the engine that is expected`);
  // Where npm puts it, beside the engine or inside it, is npm's own affair.
  const templates: unknown = await load(
    createRequire(join(root, 'package.json')).resolve('@huggingface/jinja'),
  );
  if (!isTemplateBinding(templates))
    throw new Error(`${root} has no interpreter of chat templates`);
  return { binding, templates };
}

async function load(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href);
}

function isLlamaBinding(value: unknown): value is LlamaBinding {
  return (
    isRecord(value) &&
    typeof value['getLlama'] === 'function' &&
    typeof value['LlamaGrammarEvaluationState'] === 'function'
  );
}

function isTemplateBinding(value: unknown): value is TemplateBinding {
  return isRecord(value) && typeof value['Template'] === 'function';
}
