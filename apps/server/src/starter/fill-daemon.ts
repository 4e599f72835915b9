import { definedFields, NodetoolError } from '@nodetool-ai/graph';
import type { StarterPart } from '@nodetool-ai/graph';
import type { CreateDefinition, OllamaProvider } from '@nodetool-ai/runtime';
import { ModelLibrary } from '@nodetool-ai/starter';
import type { LibraryModel, StarterEngine, StarterProgress } from '@nodetool-ai/starter';

/** Is told how far something is. */
export type TellProgress = (progress: StarterProgress) => void;

/** What a daemon is filled with, and by whom. */
export interface FillOrder {
  readonly daemon: OllamaProvider;
  /** Version of the daemon; undefined when it did not tell one. */
  readonly version: string | undefined;
  readonly starter: StarterEngine;
  readonly parts: readonly StarterPart[];
  readonly signal: AbortSignal;
  readonly onProgress: TellProgress;
}

/**
 * Puts the starter's models into a daemon by its own way of making models from files: those are fetched and checked first
 * where they are missing. A model that the daemon has by this name is left as it is. The daemon needs up to twice the size
 * on its disk. Rejects with the codes of installing and of making models.
 */
export async function fillDaemon(order: FillOrder): Promise<void> {
  const { daemon, version, starter, parts, signal, onProgress } = order;
  const present = new Set((await daemon.listModelFacts({ signal })).map(({ id }) => id));
  const missing = parts.filter(({ id }) => id !== 'engine' && !present.has(id));
  if (missing.length === 0) return;
  await starter.install({ parts: missing.map(({ id }) => id), signal, onProgress });
  const library = new ModelLibrary(starter.folder);
  const totalBytes = missing.reduce((sum, { diskBytes }) => sum + diskBytes, 0);
  let doneBytes = 0;
  for (const { id, title, diskBytes } of missing) {
    const model = await library.find(id);
    if (model === undefined)
      throw new NodetoolError(
        'STARTER_INSTALL_FAILED',
        `${title} is not there after it was fetched.`,
      );
    const told = { part: title, status: 'copying into Ollama', totalBytes };
    onProgress({ ...told, completedBytes: doneBytes });
    let copiedBytes = 0;
    for await (const progress of daemon.models.create(definitionOf(model, version), { signal })) {
      // Steps other than the copying tell no bytes: what was copied stays.
      const { completedBytes = copiedBytes, bytesPerSecond, secondsLeft } = progress;
      copiedBytes = Math.min(completedBytes, diskBytes);
      const pace = definedFields({ bytesPerSecond, secondsLeft });
      onProgress({ ...told, completedBytes: doneBytes + copiedBytes, ...pace });
    }
    doneBytes += diskBytes;
    onProgress({ ...told, completedBytes: doneBytes });
  }
}

/** Up to 0.24 the daemon does not read the template in the file. */
const LAST_MINOR_WITHOUT_TEMPLATE = 24;

/** How a conversation is written for models of the form ChatML, in the language of Go templates. */
const CHATML =
  '{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n';

function definitionOf(model: LibraryModel, version: string | undefined): CreateDefinition {
  const { name, file, licence } = model;
  const needsTemplate = name === 'smollm2:135m' && isOld(version);
  return {
    name,
    files: [{ path: file, name: `${name.replace(':', '-')}.gguf` }],
    ...(licence === undefined ? {} : { license: licence }),
    ...(needsTemplate ? { template: CHATML, parameters: { stop: ['<|im_end|>'] } } : {}),
  };
}

function isOld(version: string | undefined): boolean {
  const [major, minor] = (version ?? '').split('.').map(Number);
  if (major === undefined || minor === undefined || Number.isNaN(major + minor)) return false;
  return major < 1 && minor <= LAST_MINOR_WITHOUT_TEMPLATE;
}
