import type { AskOptions } from '../../providers/base-provider.ts';
import type { KeepAlive } from '../../providers/provider-requests.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { copyModel } from './copy-model.ts';
import type { CreateDefinition } from './create-definition.ts';
import { createModel } from './create-model.ts';
import type { CreateOptions } from './create-model.ts';
import { deleteModel } from './delete-model.ts';
import { loadModel } from './load-model.ts';
import type { LoadOptions } from './load-model.ts';
import { askLoadedModelInfos } from './loaded-models.ts';
import type { LoadedModelInfo } from './loaded-models.ts';
import { pullModel } from './pull.ts';
import type { PullOptions } from './pull.ts';
import { askModelDetails } from './show-details.ts';
import type { ModelDetails } from './show-details.ts';
import type { CreateProgress, PullProgress } from './transfer-progress.ts';
import { unloadModel } from './unload-model.ts';
import type { UnloadOptions, UnloadResult } from './unload-model.ts';

/**
 * The models of one daemon, to be managed. Uses the network of the daemon's address; pulling makes the daemon use its
 * own. Names are checked before anything is sent (REQUEST_INVALID); what changes models drops what was remembered of
 * them. Every method takes a signal and rejects with CANCELLED when it aborts.
 */
export class OllamaModels {
  readonly #connection: OllamaConnection;
  readonly #keepAlive: KeepAlive;

  /** `keepAlive` counts where `load` is given none. */
  constructor(connection: OllamaConnection, keepAlive: KeepAlive) {
    this.#connection = connection;
    this.#keepAlive = keepAlive;
  }

  /** Pulls a model, or goes on where an earlier pull stopped; see pullModel. */
  pull(name: string, options: PullOptions = {}): AsyncGenerator<PullProgress, void, void> {
    return pullModel(this.#connection, name, options);
  }

  /** Facts and texts of one model, without folders of the daemon's machine. Rejects with MODEL_NOT_FOUND. */
  show(name: string, options: AskOptions = {}): Promise<ModelDetails> {
    return askModelDetails(this.#connection, name, options.signal);
  }

  /** The models in memory, as the daemon orders them: those that stay longest first. */
  loaded(options: AskOptions = {}): Promise<readonly LoadedModelInfo[]> {
    return askLoadedModelInfos(this.#connection, options.signal);
  }

  /** Loads a model and waits until it is in memory; see loadModel. */
  load(name: string, options: LoadOptions = {}): Promise<LoadedModelInfo | undefined> {
    return loadModel(this.#connection, name, options, this.#keepAlive);
  }

  /** Takes a model out of memory and waits for it, 10 s at most; see unloadModel. */
  unload(name: string, options: UnloadOptions = {}): Promise<UnloadResult> {
    return unloadModel(this.#connection, name, options);
  }

  /** Gives a model a second name. Rejects with MODEL_NOT_FOUND. */
  copy(source: string, destination: string, options: AskOptions = {}): Promise<void> {
    return copyModel(this.#connection, source, destination, options.signal);
  }

  /** Removes a model from the disk of the daemon, and from its memory. Rejects with MODEL_NOT_FOUND. */
  delete(name: string, options: AskOptions = {}): Promise<void> {
    return deleteModel(this.#connection, name, options.signal);
  }

  /** Makes a model from another one or from files; see createModel. */
  create(
    definition: CreateDefinition,
    options: CreateOptions = {},
  ): AsyncGenerator<CreateProgress, void, void> {
    return createModel(this.#connection, definition, options);
  }
}
