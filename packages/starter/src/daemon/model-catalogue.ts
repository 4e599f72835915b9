import type { ModelInformation } from '../inference/inference-engine.ts';
import type { LibraryModel, ModelLibrary } from '../library/model-library.ts';
import { isModelName } from '../library/is-model-name.ts';
import { ApiRefusal } from './api-refusal.ts';
import { libraryName } from './model-name.ts';

/** A model of the library and what its file says. */
export interface CatalogueModel {
  readonly record: LibraryModel;
  readonly information: ModelInformation;
}

/** The models of the library with what their files say; each file is read once. */
export class ModelCatalogue {
  readonly library: ModelLibrary;
  readonly #inspect: (file: string) => Promise<ModelInformation>;
  readonly #known = new Map<string, Promise<ModelInformation>>();

  /** `inspect` reads the header of a file; see InferenceEngine. */
  constructor(library: ModelLibrary, inspect: (file: string) => Promise<ModelInformation>) {
    this.library = library;
    this.#inspect = inspect;
  }

  /** The record of a model; undefined when there is none. Throws ApiRefusal 400 for what cannot be a name. */
  async record(name: string): Promise<LibraryModel | undefined> {
    if (!isModelName(name)) throw new ApiRefusal(400, 'invalid model name');
    return this.library.find(libraryName(name));
  }

  /** What a file says. Rejects when it is no model; a later call tries anew. */
  async inspect({ sha256, file }: LibraryModel): Promise<ModelInformation> {
    const known = this.#known.get(sha256);
    if (known !== undefined) return known;
    const asked = this.#inspect(file);
    this.#known.set(sha256, asked);
    asked.catch(() => this.#known.delete(sha256));
    return asked;
  }

  /**
   * A model and what its file says. Throws ApiRefusal 404 with the text when there is none, and 500 when its file cannot
   * be read.
   */
  async model(name: string, notFound: string): Promise<CatalogueModel> {
    const record = name === '' ? undefined : await this.record(name);
    if (record === undefined) throw new ApiRefusal(404, notFound);
    try {
      return { record, information: await this.inspect(record) };
    } catch (error) {
      throw new ApiRefusal(500, `unable to read model ${record.name}: ${causeOf(error, record)}`);
    }
  }
}

/** The words of an error about a model, with its name for the path of its file, which is nobody's business. */
export function causeOf(error: unknown, { file, name }: LibraryModel): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(file, name);
}
