import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { ModelLibrary, starterFolderAt } from '@nodetool-ai/starter';
import type { StarterFolder } from '@nodetool-ai/starter';
import { JINJA_TEMPLATE } from '../support/src/tiny-models/chat-templates.ts';
import { makeScriptedModel } from '../support/src/tiny-models/scripted-model.ts';
import { makeWordEmbedder } from '../support/src/tiny-models/word-embedder.ts';
import type { AddedModel } from './contract-daemon.ts';

/** The starter engine has no templates of its own: what Ollama is told when a model is made stands in the file here. */
const endlessTemplate = (token: string) => `{{ messages[-1].content }}${token}`;

const TINY: readonly (readonly [name: string, bytes: () => Buffer])[] = [
  ['tiny-chat', () => makeScriptedModel(`{# another file #}${JINJA_TEMPLATE}`)],
  ['tiny-jinja', () => makeScriptedModel(JINJA_TEMPLATE)],
  ['tiny-loop', () => makeScriptedModel(endlessTemplate('<|long|>'))],
  ['tiny-rep', () => makeScriptedModel(endlessTemplate('<|rep|>'))],
  ['tiny-vision', () => makeScriptedModel(endlessTemplate('<|vision|>'))],
  ['tiny-embed', () => makeWordEmbedder(48)],
  ['tiny-embed-32', () => makeWordEmbedder(32)],
];

/** Puts a model into the library of a starter folder, as `nodetool starter add` does. */
export async function addModel(folder: StarterFolder, { name, bytes }: AddedModel): Promise<void> {
  const library = new ModelLibrary(folder);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  mkdirSync(folder.modelsFolder, { recursive: true });
  await writeFile(library.fileOf(sha256), bytes);
  await library.register({
    name: name.includes(':') ? name : `${name}:latest`,
    sha256,
    sizeBytes: bytes.length,
    source: 'test',
    addedAt: new Date().toISOString(),
  });
}

/** A starter folder of its own with engine and models of an installed one, and the tiny models of the suite. */
export async function makeStarterFolder(
  root: string,
  installed: StarterFolder,
): Promise<StarterFolder> {
  const folder = starterFolderAt(root);
  mkdirSync(folder.modelsFolder, { recursive: true });
  symlinkSync(installed.enginesFolder, folder.enginesFolder, 'junction');
  const library = new ModelLibrary(folder);
  for (const { file, ...record } of await new ModelLibrary(installed).list()) {
    symlinkSync(file, library.fileOf(record.sha256));
    await library.register(record);
  }
  for (const [name, bytes] of TINY) await addModel(folder, { name, bytes: bytes() });
  return folder;
}
