import { isRecord } from '@nodetool-ai/graph';
import { pullLines, statusLine, whyNotPulled } from './answer-pull.ts';
import type { BlobShelf } from './blob-shelf.ts';
import type { InstalledModels } from './installed-models.ts';
import { findModel } from './scripted-models.ts';
import { jsonScript, linesScript } from './script-step.ts';
import type { Script } from './script-step.ts';
import { errorLine } from './wire-lines.ts';

type Fields = Readonly<Record<string, unknown>>;

const refuse = (error: string, status = 400) => jsonScript({ error }, status);

/** `/api/create`: from an installed model, from one that must be pulled, or from a GGUF that was sent before. */
export function answerCreate(fields: Fields, installed: InstalledModels, blobs: BlobShelf): Script {
  const { model: name, from, files, adapters, quantize } = fields;
  if (isRecord(adapters) && Object.keys(adapters).length > 0)
    return refuse('LoRA adapters are no longer supported');
  if (typeof name !== 'string' || !/^[\w./:@-]+$/.test(name)) return refuse('invalid model name');
  if (typeof from === 'string') return fromModel(name, from, fields, installed);
  if (!isRecord(files)) return refuse("neither 'from' or 'files' was specified");
  for (const [file, digest] of Object.entries(files)) {
    const bytes = blobs.get(digest);
    if (bytes === undefined)
      return refuse(`blob not found for ${file} (digest ${String(digest)}): no such file`);
    if (Buffer.from(bytes).subarray(0, 4).toString('latin1') !== 'GGUF')
      return refuse('supplied file was not in GGUF format');
  }
  if (typeof quantize === 'string') {
    return refuse(
      'create-time quantization is only supported for safetensors imports; quantize GGUF models with llama.cpp tools before importing',
    );
  }
  const isEmbedder = Object.values(files).some((digest) =>
    Buffer.from(blobs.get(digest) ?? []).includes('bert.pooling_type'),
  );
  const like = findModel(isEmbedder ? 'tiny-embed' : 'tiny-chat');
  if (like !== undefined) installed.add(name, like);
  return linesScript(
    statusLine('parsing GGUF'),
    statusLine('verifying conversion'),
    ...layerLines(fields),
    statusLine('writing manifest'),
    statusLine('success'),
  );
}

function fromModel(name: string, from: string, fields: Fields, installed: InstalledModels): Script {
  const known = installed.find(from);
  const failure = known === undefined ? whyNotPulled(from) : undefined;
  if (failure !== undefined) return linesScript(statusLine('pulling manifest'), errorLine(failure));
  const like = known ?? findModel(from);
  if (like === undefined) return [];
  // A pull within a create says success too, and then the create goes on.
  const pulled = known === undefined ? [...pullLines(like, false), statusLine('success')] : [];
  if (known === undefined) installed.restore(like);
  installed.add(name, like);
  const rest = [...layerLines(fields), statusLine('writing manifest'), statusLine('success')];
  return linesScript(...pulled, ...rest);
}

function layerLines({ template, system, parameters }: Fields): readonly string[] {
  const using = `using existing layer sha256:${'51cbfc21'.padEnd(64, '0')}`;
  const made = [template, system, parameters].filter((part) => part !== undefined);
  const creating = (index: number) =>
    `creating new layer sha256:${`fa690b8${index}`.padEnd(64, '0')}`;
  return [statusLine(using), ...made.map((_, index) => statusLine(creating(index)))];
}
