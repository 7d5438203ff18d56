/** A breaker let a call not through. */
export class BreakerOpen extends Error {
  override readonly name = 'BreakerOpen';
  /** ms until a call may probe; null where one probes now, or the breaker is held open by hand. */
  readonly retryAfterMs: number | null;

  /** @param detail why, as the gate says it */
  constructor(detail: string, retryAfterMs: number | null) {
    const words = retryAfterMs === null ? '' : `, a call may probe in ${retryAfterMs} ms`;
    super(`${detail}${words}`);
    this.retryAfterMs = retryAfterMs;
  }
}
