/**
 * How far something is that takes long. Figures are absent until they are known. Within a phase `completedBytes` and
 * `totalBytes` never shrink, and `completedBytes` is never above `totalBytes`.
 */
export interface TransferProgress<Phase extends string> {
  /** Which step it is at. */
  readonly phase: Phase;
  /** What is being done, in the words of the daemon where they are its words; at most 500 characters. */
  readonly status: string;
  /** Digest of the layer that is being moved, `sha256:…`. */
  readonly layer?: string;
  /** Bytes that are there, over all layers or files that are known so far. */
  readonly completedBytes?: number;
  /** Bytes of all layers or files that are known so far; grows when the daemon begins another layer. */
  readonly totalBytes?: number;
  /** Speed over the last 5 seconds; absent in the first second, and where nothing is moved. */
  readonly bytesPerSecond?: number;
  /** Time until `totalBytes` are there at that speed, in whole seconds; absent while nothing moves. */
  readonly secondsLeft?: number;
  /**
   * Of `completedBytes`, those that were there when the first line of their layer came: kept from an earlier pull or
   * shared with another model. A fast line brings some bytes before the daemon's first line, about 60 ms after the start.
   */
  readonly resumedBytes?: number;
}

/** Steps of a pull, in their order. */
export type PullPhase = 'manifest' | 'download' | 'verify' | 'write' | 'done';

/** How far a pull is. */
export type PullProgress = TransferProgress<PullPhase>;

/** Steps of making a model, in their order; `download` only when the model it is made from is not installed. */
export type CreatePhase = 'hash' | 'upload' | 'download' | 'create' | 'write' | 'done';

/** How far the making of a model is. */
export type CreateProgress = TransferProgress<CreatePhase>;
