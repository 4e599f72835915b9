import type { ProgressPace } from './progress-pace.ts';
import type { CreatePhase, CreateProgress } from './transfer-progress.ts';

/** Counts the bytes of one phase and tells of them. */
export class ByteCount {
  /** Bytes of everything together. */
  totalBytes = 0;
  readonly #phase: CreatePhase;
  readonly #pace: ProgressPace<CreatePhase>;
  readonly #give: (progress: CreateProgress) => void;
  #completedBytes = 0;
  #status: string | undefined;

  constructor(
    phase: CreatePhase,
    pace: ProgressPace<CreatePhase>,
    give: (progress: CreateProgress) => void,
  ) {
    this.#phase = phase;
    this.#pace = pace;
    this.#give = give;
  }

  /** Something else begins. */
  begin(status: string): void {
    this.#status = status;
    this.#tell();
  }

  /** So many more bytes are done. */
  add(bytes: number): void {
    this.#completedBytes += bytes;
    this.#tell();
  }

  /** The last item is given whatever the pace; none where there was nothing to do. */
  finish(): void {
    this.#tell(true);
  }

  #tell(isLast = false): void {
    if (this.#status === undefined) return;
    const item = this.#pace.item({
      phase: this.#phase,
      status: this.#status,
      completedBytes: this.#completedBytes,
      totalBytes: this.totalBytes,
      isMoving: true,
      isLast,
    });
    if (item !== undefined) this.#give(item);
  }
}
