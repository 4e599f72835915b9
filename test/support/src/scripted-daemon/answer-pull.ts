import { createHash } from 'node:crypto';
import type { InstalledModels } from './installed-models.ts';
import { findModel } from './scripted-models.ts';
import type { ScriptedModel } from './scripted-models.ts';
import { jsonScript, linesScript } from './script-step.ts';
import type { Script } from './script-step.ts';
import { errorLine } from './wire-lines.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Sizes of the layers of every model that can be pulled: weights, template, settings, configuration. */
const LAYER_BYTES = [2_059_000, 214, 59, 411] as const;

/** A line of a pull or a create. */
export function statusLine(status: string, rest: Fields = {}): string {
  return `${JSON.stringify({ status, ...rest })}\n`;
}

/** A line that tells of the bytes of a layer, as a daemon leaves out what is 0. */
export function layerLine(digest: string, total: number, completed: number): string {
  const name = digest.replace('sha256:', '').slice(0, 12);
  return statusLine(`pulling ${name}`, {
    digest,
    ...(total === 0 ? {} : { total }),
    ...(completed === 0 ? {} : { completed }),
  });
}

/**
 * `/api/pull`. The registry holds the models of SCRIPTED_MODELS; where another registry is named, nobody answers.
 */
export function answerPull(fields: Fields, installed: InstalledModels): Script {
  const { model: name } = fields;
  if (typeof name !== 'string' || !/^[\w./:@-]+$/.test(name) || name.startsWith('/'))
    return jsonScript({ error: 'invalid model name' }, 400);
  const failure = whyNotPulled(name);
  if (failure !== undefined) return linesScript(statusLine('pulling manifest'), errorLine(failure));
  const model = findModel(name);
  if (model === undefined) return [];
  const isThere = installed.find(name) !== undefined;
  installed.restore(model);
  return linesScript(...pullLines(model, isThere), statusLine('success'));
}

/** The words of a daemon that cannot pull a model, or undefined when it can. */
export function whyNotPulled(name: string): string | undefined {
  const host = /^([^/]+):(\d+)\//.exec(name);
  if (host !== null) {
    const [, address = '', port = ''] = host;
    const path = name.slice(`${address}:${port}/`.length).replace(/:.*$/, '');
    return `pull model manifest: Get "https://${address}:${port}/v2/${path}/manifests/latest": dial tcp ${address}:${port}: connect: connection refused`;
  }
  return findModel(name) === undefined ? 'pull model manifest: file does not exist' : undefined;
}

/** The lines of a pull that succeeds, without the last one. */
export function pullLines(model: ScriptedModel, isThere: boolean): readonly string[] {
  const layers = LAYER_BYTES.flatMap((total, index) => {
    const hash = createHash('sha256').update(`${model.name} ${index}`).digest('hex');
    const digest = `sha256:${hash}`;
    if (isThere) return [layerLine(digest, total, total)];
    return [0, Math.floor(total / 2), total].map((completed) =>
      layerLine(digest, total, completed),
    );
  });
  return [
    statusLine('pulling manifest'),
    ...layers,
    statusLine('verifying sha256 digest'),
    statusLine('writing manifest'),
  ];
}
