import { definedFields } from '@nodetool-ai/graph';
import type { CutText, EmbeddingUsage } from '../../providers/embedding-requests.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { requestJson } from '../connection/request-json.ts';
import { readBase64Answer, readEmbedAnswer } from './embed-answer.ts';
import type { SentRow } from './embed-answer.ts';
import type { EmbedTextsRequest } from './embed-texts-request.ts';
import { textsOf } from './embed-texts-request.ts';
import { invalidVectors } from './invalid-vectors.ts';
import type { VectorForm } from './vector-form.ts';

/** How texts go to the daemon. */
export type EmbeddingRoute = 'embed' | 'base64';

/** Texts of one request. */
export interface SentTexts {
  readonly route: EmbeddingRoute;
  /** Their places in the whole list. */
  readonly places: readonly number[];
  /** What is sent where it is not the whole text. */
  readonly beginning?: string;
}

/** The work on one request for vectors: what is sent, and what is counted of it. */
export class EmbeddingRun<Vector extends ArrayLike<number>> {
  readonly connection: OllamaConnection;
  readonly request: EmbedTextsRequest;
  readonly model: string;
  readonly texts: readonly string[];
  /** Aborted when the caller goes away and when one of the requests failed for good. */
  readonly signal: AbortSignal;
  /** Sent with every request of `/api/embed`. */
  keepAlive: number | string | undefined;
  readonly cut: CutText[] = [];
  readonly usages: EmbeddingUsage[] = [];
  requests = 0;
  /** Whether vectors have come by `/v1/embeddings`. */
  hasUsedBase64 = false;
  /** The engine has crashed: from then on requests go one after the other, so that each crash has one cause. */
  isCareful = false;
  readonly #form: VectorForm<Vector>;
  readonly #underWay = new Set<Promise<unknown>>();
  #length: number | undefined;

  constructor(
    connection: OllamaConnection,
    request: EmbedTextsRequest,
    form: VectorForm<Vector>,
    signal: AbortSignal,
  ) {
    this.connection = connection;
    this.request = request;
    this.model = request.model.trim();
    this.texts = textsOf(request);
    this.signal = signal;
    this.#form = form;
    this.#length = request.dimensions;
  }

  /**
   * One request: a vector for each of its texts. Rejects with EMBEDDING_INVALID for vectors that do not fit, and with
   * what the daemon says.
   */
  async send(sent: SentTexts): Promise<readonly Vector[]> {
    const before = this.isCareful ? Promise.allSettled(this.#underWay) : undefined;
    const vectors = before === undefined ? this.#ask(sent) : before.then(() => this.#ask(sent));
    const forget = () => this.#underWay.delete(vectors);
    this.#underWay.add(vectors);
    vectors.then(forget, forget);
    return vectors;
  }

  async #ask({ route, places, beginning }: SentTexts): Promise<readonly Vector[]> {
    const { model, connection, signal, request } = this;
    const input =
      beginning === undefined ? places.map((place) => this.texts[place] ?? '') : [beginning];
    // Of an empty text alone some daemons give no vector.
    if (input.length === 1 && input[0] === '') input.push('');
    const { firstByteTimeoutMs, idleTimeoutMs } = connection.limits;
    const { dimensions, options } = request;
    const body =
      route === 'base64'
        ? { model, input, dimensions, encoding_format: 'base64' }
        : // Otherwise the daemon cuts a long text without a word.
          { model, input, truncate: false, dimensions, keep_alive: this.keepAlive, options };
    const path = route === 'base64' ? '/v1/embeddings' : '/api/embed';
    this.requests += 1;
    const answer = await requestJson(
      {
        method: 'POST',
        path,
        body: definedFields(body),
        signal,
        firstByteTimeoutMs,
        idleTimeoutMs,
      },
      { connection, model },
    );
    const { rows, usage } = route === 'base64' ? readBase64Answer(answer) : readEmbedAnswer(answer);
    const vectors = this.#check(rows, input.length, places);
    this.usages.push(usage);
    if (route === 'base64') this.hasUsedBase64 = true;
    return vectors;
  }

  #check(
    rows: readonly SentRow[] | undefined,
    count: number,
    places: readonly number[],
  ): readonly Vector[] {
    const { model } = this;
    if (rows === undefined) throw invalidVectors(model, 'no vectors');
    if (rows.length !== count)
      throw invalidVectors(model, `${rows.length} vectors for ${count} texts`);
    return places.map((place, index) => this.#toVector(rows[index], place));
  }

  #toVector(row: SentRow, index: number): Vector {
    const vector =
      row === undefined
        ? undefined
        : row instanceof Float32Array
          ? this.#form.fromFloats(row)
          : this.#form.fromNumbers(row);
    const { model } = this;
    if (vector === undefined) {
      const what = 'a vector that is empty or holds something else than numbers';
      throw invalidVectors(model, `${what}, for text ${index + 1}`, { index });
    }
    this.#length ??= vector.length;
    if (vector.length === this.#length) return vector;
    const { dimensions } = this.request;
    throw dimensions === undefined
      ? invalidVectors(model, `vectors of different lengths (${this.#length}, ${vector.length})`)
      : // A daemon ignores a length that is above the model's own, and old ones ignore every length.
        invalidVectors(
          model,
          `vectors of ${vector.length} numbers where ${dimensions} were asked for`,
        );
  }
}
