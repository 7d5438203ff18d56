import { Bucket } from './bucket.ts';
import type { SimulatorConfig } from './config.ts';
import type { LimitState } from './protocols/protocol.ts';

interface KeyLimits {
  readonly requests: Bucket | null;
  readonly tokens: Bucket | null;
}

/** Why a call may not pass now. */
export interface LimitRefusal {
  readonly limit: 'requests' | 'tokens';
  readonly perMinute: number;
  readonly waitMs: number;
}

/** So many keys are told apart; the one seen first is forgotten when more come. */
const keptKeys = 10_000;

const noLimits: LimitState = { requests: null, tokens: null };

/** The limits a minute, kept for each key. A refused call uses nothing up. */
export class RateLimits {
  readonly #config: SimulatorConfig;
  readonly #keys = new Map<string | null, KeyLimits>();

  constructor(config: SimulatorConfig) {
    this.#config = config;
  }

  get #any(): boolean {
    return this.#config.requestsPerMinute !== null || this.#config.tokensPerMinute !== null;
  }

  /** Counts the call and gives null, or says why not. */
  admit(key: string | null, tokens: number, nowT: number): LimitRefusal | null {
    if (!this.#any) return null;
    const limits = this.#limitsOf(key, nowT);
    const requestWaitMs = limits.requests?.waitMs(1, nowT) ?? 0;
    const tokenWaitMs = limits.tokens?.waitMs(tokens, nowT) ?? 0;
    if (requestWaitMs > 0 && requestWaitMs >= tokenWaitMs) {
      const perMinute = this.#config.requestsPerMinute ?? 0;
      return { limit: 'requests', perMinute, waitMs: requestWaitMs };
    }
    if (tokenWaitMs > 0) {
      const perMinute = this.#config.tokensPerMinute ?? 0;
      return { limit: 'tokens', perMinute, waitMs: tokenWaitMs };
    }
    limits.requests?.take(1);
    limits.tokens?.take(tokens);
    return null;
  }

  state(key: string | null, nowT: number): LimitState {
    if (!this.#any) return noLimits;
    const limits = this.#limitsOf(key, nowT);
    return {
      requests: limits.requests?.level(nowT) ?? null,
      tokens: limits.tokens?.level(nowT) ?? null,
    };
  }

  #limitsOf(key: string | null, nowT: number): KeyLimits {
    let limits = this.#keys.get(key);
    if (limits === undefined) {
      const { requestsPerMinute, tokensPerMinute, limitBurstSeconds } = this.#config;
      const bucket = (perMinute: number | null) =>
        perMinute === null ? null : new Bucket(perMinute, limitBurstSeconds, nowT);
      limits = { requests: bucket(requestsPerMinute), tokens: bucket(tokensPerMinute) };
      if (this.#keys.size >= keptKeys) this.#keys.delete(this.#keys.keys().next().value ?? null);
      this.#keys.set(key, limits);
    }
    return limits;
  }
}
