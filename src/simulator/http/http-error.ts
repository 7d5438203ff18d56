/** What a client sent is no HTTP request that the server can take; it is told so and hung up on. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
