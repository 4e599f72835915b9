interface Layer {
  readonly totalBytes: number;
  readonly completedBytes: number;
}

/**
 * Adds up the layers of a model. A daemon tells of a layer when it begins it, takes bytes back when a part must be
 * fetched again, and may say 0 for a size that it does not know: the sums only grow, and never pass the total.
 */
export class LayerTally {
  readonly #layers = new Map<string, Layer>();
  #totalBytes = 0;
  #completedBytes = 0;
  #resumedBytes = 0;

  /** Takes what a line says of a layer, in bytes; 0 = not known. */
  add(digest: string, totalBytes: number, completedBytes: number): void {
    const before = this.#layers.get(digest);
    const total = Math.max(before?.totalBytes ?? 0, totalBytes);
    const completed = Math.min(total, Math.max(before?.completedBytes ?? 0, completedBytes));
    this.#layers.set(digest, { totalBytes: total, completedBytes: completed });
    this.#totalBytes += total - (before?.totalBytes ?? 0);
    this.#completedBytes += completed - (before?.completedBytes ?? 0);
    if (before === undefined) this.#resumedBytes += completed;
  }

  /** Everything that was told of is there: a daemon does not always say so of each layer. */
  completeAll(): void {
    this.#completedBytes = this.#totalBytes;
    for (const [digest, { totalBytes }] of this.#layers)
      this.#layers.set(digest, { totalBytes, completedBytes: totalBytes });
  }

  /** The sums; nothing while no size is known. */
  figures(): { totalBytes?: number; completedBytes?: number; resumedBytes?: number } {
    if (this.#totalBytes === 0) return {};
    const sums = { totalBytes: this.#totalBytes, completedBytes: this.#completedBytes };
    return this.#resumedBytes === 0 ? sums : { ...sums, resumedBytes: this.#resumedBytes };
  }
}
