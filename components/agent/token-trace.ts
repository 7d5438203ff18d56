const stepMs = 500;
const mostSteps = 600;

/**
 * Tokens a second of one call, since somebody looks at it: the counters of an agent know a sum alone.
 */
export class TokenTrace {
  private call = '';
  private values = new Float32Array(mostSteps);
  private count = 0;
  private atT = 0;
  private atTokens = 0;

  /**
   * Looks at the counter.
   *
   * @param call names the call: with another one it begins anew
   * @param t run time, ms
   */
  look(call: string, t: number, tokens: number): void {
    if (call !== this.call || tokens < this.atTokens) {
      this.call = call;
      this.count = 0;
      this.atT = t;
      this.atTokens = tokens;
      return;
    }
    const ms = t - this.atT;
    if (ms < stepMs) return;
    if (this.count === mostSteps) {
      this.values.copyWithin(0, 1);
      this.count--;
    }
    this.values[this.count++] = ((tokens - this.atTokens) * 1000) / ms;
    this.atT = t;
    this.atTokens = tokens;
  }

  /** Of one call, oldest first; none before the first half second, or of another one than was looked at. */
  rates(call: string): Float32Array {
    return this.values.subarray(0, call === this.call ? this.count : 0);
  }
}
