import { basename } from 'node:path';
import { definedFields, NodetoolError } from '@nodetool-ai/graph';
import { checkModelName } from './check-name.ts';

/** A file on the machine of the program that a model is made from. */
export interface ModelFile {
  /** Where it is. Given by the program, never taken from a workflow. */
  readonly path: string;
  /** What it is called towards the daemon. Default: the last part of the path. */
  readonly name?: string;
}

/** What a model is made of: another model, or files. */
export interface CreateDefinition {
  /** What the model is to be called; a model that has the name is replaced. */
  readonly name: string;
  /** A model to start from; the daemon pulls it when it is not installed. Absent with `files`. */
  readonly from?: string;
  /**
   * One GGUF file, or the parts of one; or the files of a safetensors folder. Not together with `from`: exactly one of
   * the two is given, the other absent.
   */
  readonly files?: readonly ModelFile[];
  /** How prompts are written for it, in the language of Go templates. Absent: that of the model or of the file. */
  readonly template?: string;
  /** Text that goes before every conversation. Absent: that of the model it starts from. */
  readonly system?: string;
  /** The model's own settings, by the names of the daemon. Absent: those of the model it starts from. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** LoRA adapters; Ollama no longer takes them in its newest versions. Default: none. */
  readonly adapters?: readonly ModelFile[];
  /**
   * Make the weights smaller, for example `q4_K_M`; newer versions of Ollama do this only for safetensors. Absent: they
   * stay as they are.
   */
  readonly quantize?: string;
  /** Text of its licence, or several. Absent: that of the model it starts from. */
  readonly license?: string | readonly string[];
}

/** A file with the name that the daemon gets. */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}

/** A definition that was looked at. */
export interface CheckedDefinition {
  readonly model: string;
  readonly files: readonly NamedFile[];
  readonly adapters: readonly NamedFile[];
  /** The body of the request, without the digests of files. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Throws REQUEST_INVALID for what can be known to be wrong without asking anybody. */
export function checkDefinition(definition: CreateDefinition): CheckedDefinition {
  const { files = [], adapters = [], template, system, parameters, quantize, license } = definition;
  const model = checkModelName(definition.name);
  const from = definition.from === undefined ? undefined : checkModelName(definition.from, 'from');
  if ((from === undefined) === (files.length === 0)) {
    const hint = 'A model is made either from another model or from files.';
    throw new NodetoolError('REQUEST_INVALID', 'Give exactly one of `from` and `files`.', { hint });
  }
  const body = { model, from, template, system, parameters, quantize, license };
  return {
    model,
    files: named(files, 'files'),
    adapters: named(adapters, 'adapters'),
    body: definedFields(body),
  };
}

function named(files: readonly ModelFile[], what: string): readonly NamedFile[] {
  const all = files.map(({ path, name }) => ({ path, name: name ?? basename(path) }));
  const names = new Set<string>();
  for (const { name } of all) {
    if (name === '' || names.has(name)) {
      const mistake = name === '' ? 'has no name' : `is there twice: ${name}`;
      throw new NodetoolError('REQUEST_INVALID', `${what}: a file ${mistake}.`, {
        hint: 'Give every file a name of its own.',
      });
    }
    names.add(name);
  }
  return all;
}
