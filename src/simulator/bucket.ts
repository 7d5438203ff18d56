import type { LimitLevel } from './protocols/protocol.ts';

/**
 * A limit a minute as services keep it: a bucket that refills evenly and holds no more than
 * `burstSeconds` of the limit (at least 1). It starts full.
 */
export class Bucket {
  readonly #perMinute: number;
  readonly #capacity: number;
  #level: number;
  #filledT: number;

  constructor(perMinute: number, burstSeconds: number, nowT: number) {
    this.#perMinute = perMinute;
    this.#capacity = Math.max(1, (perMinute * burstSeconds) / 60);
    this.#level = this.#capacity;
    this.#filledT = nowT;
  }

  /**
   * Time until the amount may be taken, ms; 0 is now. More than the bucket holds may be taken when
   * it is full, and leaves it in debt.
   */
  waitMs(amount: number, nowT: number): number {
    this.#refill(nowT);
    return this.#timeTo(Math.min(amount, this.#capacity));
  }

  take(amount: number): void {
    this.#level -= amount;
  }

  level(nowT: number): LimitLevel {
    this.#refill(nowT);
    return {
      limit: this.#perMinute,
      remaining: Math.max(0, Math.floor(this.#level)),
      resetMs: this.#timeTo(this.#capacity),
    };
  }

  #refill(nowT: number): void {
    const gained = ((nowT - this.#filledT) / 60_000) * this.#perMinute;
    this.#level = Math.min(this.#capacity, this.#level + gained);
    this.#filledT = nowT;
  }

  #timeTo(level: number): number {
    const missing = level - this.#level;
    // Rounding leaves crumbs of a token; they must not refuse a client that came back in time.
    return missing <= 1e-6 ? 0 : (missing / this.#perMinute) * 60_000;
  }
}
