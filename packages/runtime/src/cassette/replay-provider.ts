import { fromErrorShape, NodetoolError, toNodetoolError } from '@nodetool-ai/graph';
import type { TriState } from '@nodetool-ai/graph';
import { throwIfCancelled } from '../ollama/connection/cancelled-error.ts';
import type { AskOptions, BaseProvider } from '../providers/base-provider.ts';
import type { GenerateRequest, ProviderStreamItem } from '../providers/provider-requests.ts';
import type { ProviderStatus } from '../providers/provider-status.ts';
import { cassetteMiss, leftMiss } from './cassette-miss.ts';
import type { CassetteWriter } from './cassette-writer.ts';
import { interactionKey } from './interaction.ts';
import type { Interaction } from './interaction.ts';
import { LateStream } from './late-stream.ts';
import { toPlainRequest } from './plain-request.ts';
import { ProviderSeam } from './provider-seam.ts';
import type { ProviderCall } from './provider-seam.ts';
import type { Cassette } from './read-cassette.ts';
import { recordProvider } from './record-provider.ts';
import { ReplayDeck } from './replay-deck.ts';
import { replayPace } from './replay-pace.ts';
import type { ReplayPace, Wait } from './replay-pace.ts';
import { ReplayedStream } from './replayed-stream.ts';
import { fromTapeValue } from './tape-value.ts';

/** How a cassette is replayed. */
export interface ReplayOptions {
  /** Give the last whole recording of a request again when all were given. Default false. */
  readonly repeat?: boolean;
  /** Whether answers take the time that they took. Default `instant`. */
  readonly pace?: 'instant' | 'recorded';
  /** The clock of the recorded pace. Default: that of the process. */
  readonly wait?: Wait;
  /**
   * What the cassette does not hold whole is asked of `provider`, and recorded onto `tape`. Absent: it is
   * CASSETTE_MISS.
   */
  readonly auto?: { readonly provider: BaseProvider; readonly tape: CassetteWriter };
}

/**
 * Gives a provider that answers from a cassette and, but for `auto`, never uses the network. Several recordings of one
 * request are given first in, first out. What is not on the cassette is CASSETTE_MISS, which says what differs from
 * the nearest recording; only `status` and `isModelLoaded`, which never reject, say `refused` and `unknown` then. A
 * recording that was left or cancelled gives what there is of it and then CASSETTE_MISS. An abort is CANCELLED.
 */
export function replayProvider(cassette: Cassette, options: ReplayOptions = {}): BaseProvider {
  return new ReplayingProvider(cassette, options);
}

class ReplayingProvider extends ProviderSeam {
  /** What is asked. */
  readonly provider: string;
  readonly #url: string;
  readonly #deck: ReplayDeck;
  readonly #pace: ReplayPace;
  readonly #recorder: BaseProvider | undefined;

  constructor({ header, interactions }: Cassette, options: ReplayOptions) {
    super();
    const { auto, pace = 'instant', repeat = false, wait } = options;
    this.provider = header.provider;
    this.#url = header.url ?? '';
    this.#deck = new ReplayDeck(interactions, {
      isRepeated: repeat,
      onlyWhole: auto !== undefined,
    });
    this.#pace = replayPace(pace, wait);
    this.#recorder =
      auto === undefined ? undefined : recordProvider(auto.provider, noting(auto.tape, this.#deck));
  }

  override async status(options: AskOptions = {}): Promise<ProviderStatus> {
    try {
      return await super.status(options);
    } catch (error) {
      const { code, message, hint } = toNodetoolError(error, 'CASSETTE_MISS');
      const state = code === 'CANCELLED' ? 'timeout' : 'refused';
      return { state, url: this.#url, cause: message, remedy: hint };
    }
  }

  override async isModelLoaded(model: string, options: AskOptions = {}): Promise<TriState> {
    try {
      return await super.isModelLoaded(model, options);
    } catch {
      return 'unknown';
    }
  }

  override generateMessages(
    request: GenerateRequest,
  ): AsyncGenerator<ProviderStreamItem, void, void> {
    return new LateStream(() => {
      throwIfCancelled(request.signal);
      const source = this.#find('generateMessages', request);
      return 'key' in source
        ? new ReplayedStream(source, request, this.#pace)
        : source.generateMessages(request);
    });
  }

  protected override async answer<T>(call: ProviderCall<T>): Promise<T> {
    const { method, request } = call;
    throwIfCancelled(request.signal);
    const interaction = this.#find(method, request);
    if (!('key' in interaction)) return call.send(interaction);
    await this.#pace.between(interaction.at[0] ?? 0, request.signal);
    if (interaction.left === true) await this.#pace.beforeLeft();
    throwIfCancelled(request.signal);
    if (interaction.error !== undefined) throw fromErrorShape(interaction.error);
    if (interaction.left === true) throw leftMiss(method, 0);
    const result = fromTapeValue(interaction.result ?? null);
    if (!call.isResult(result)) {
      const message = `The cassette holds something else than a result of ${method}.`;
      throw new NodetoolError('FILE_NOT_READABLE', message);
    }
    call.replayed?.(result);
    return result;
  }

  /** What answers a request: a recording, or the recorder of `auto`. Throws CASSETTE_MISS when there is neither. */
  #find(method: string, request: object): Interaction | BaseProvider {
    const plain = toPlainRequest(request);
    const source = this.#deck.take(interactionKey(method, plain)) ?? this.#recorder;
    if (source === undefined) throw cassetteMiss(method, plain, this.#deck.interactions);
    return source;
  }
}

/** The tape, but what is recorded onto it can be repeated at once. */
function noting(tape: CassetteWriter, deck: ReplayDeck): CassetteWriter {
  return {
    nextOrder: () => tape.nextOrder(),
    write: (interaction) => {
      deck.addGiven(interaction);
      return tape.write(interaction);
    },
    close: () => tape.close(),
  };
}
