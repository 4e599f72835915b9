/** What a request is refused with, in Ollama's own words. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  /** HTTP status, 400 to 599. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
