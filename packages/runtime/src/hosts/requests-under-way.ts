/** How many of our own requests a host is working on, in all and for each model. */
export class RequestsUnderWay {
  readonly #byModel = new Map<string, number>();
  #total = 0;

  /** All of them. */
  get total(): number {
    return this.#total;
  }

  /** Those to one model, by its full name. */
  of(model: string): number {
    return this.#byModel.get(model) ?? 0;
  }

  /** Counts one more, until the function that is given back is called. */
  begin(model: string): () => void {
    this.#total += 1;
    this.#byModel.set(model, this.of(model) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#total -= 1;
      const left = this.of(model) - 1;
      if (left === 0) this.#byModel.delete(model);
      else this.#byModel.set(model, left);
    };
  }
}
