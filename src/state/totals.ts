import type { FailureClass, Usage } from './events.ts';

/** Sums over a run. Times in ms, money in nano-dollars. */
export interface Totals {
  calls: number;
  /** Tasks that an earlier run had answered: no calls. */
  cached: number;
  retries: number;
  retryWaitMs: number;
  inputTokens: number;
  outputTokens: number;
  /** What the calls with a known price cost. */
  costNanoUsd: number;
  /** Finished calls whose price is unknown. */
  unpricedCalls: number;
  /** Calls cut or broken after their request was sent: they may have been billed. */
  uncertainCalls: number;
  /** Set aside for the calls in flight: the most that they may cost. */
  reservedNanoUsd: number;
  /** The most that calls without a known end may have cost; it stays taken from every cap. */
  uncertainNanoUsd: number;
  /** Calls for which nothing was set aside, their price being unknown. */
  unboundedCalls: number;
  /** What calls cost beyond the bound that had been set aside for them. */
  excessNanoUsd: number;
  peakInFlight: number;
  /** Calls of tools that have ended, those of them that gave no result, and how long they ran. */
  toolCalls: number;
  toolFailures: number;
  toolMs: number;
  failures: Map<FailureClass, number>;
}

/** What the calls of one role, or over one route, took. */
export interface Spend {
  /** What those with a known price cost. */
  costNanoUsd: number;
  /** Finished calls whose price is known. */
  pricedCalls: number;
  /** Finished calls whose price is unknown. */
  unpricedCalls: number;
  /** Of calls that have ended. */
  outputTokens: number;
}

export function newSpend(): Spend {
  return { costNanoUsd: 0, pricedCalls: 0, unpricedCalls: 0, outputTokens: 0 };
}

export function newTotals(): Totals {
  return {
    calls: 0,
    cached: 0,
    retries: 0,
    retryWaitMs: 0,
    inputTokens: 0,
    outputTokens: 0,
    costNanoUsd: 0,
    unpricedCalls: 0,
    uncertainCalls: 0,
    reservedNanoUsd: 0,
    uncertainNanoUsd: 0,
    unboundedCalls: 0,
    excessNanoUsd: 0,
    peakInFlight: 0,
    toolCalls: 0,
    toolFailures: 0,
    toolMs: 0,
    failures: new Map(),
  };
}

/** All input tokens of a call, cached or not. */
export function inputTokensOf(usage: Usage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
}

/** What a call cost in the mean, nano-dollars; null where none was made, or one of unknown price. */
export function meanCost({ costNanoUsd, pricedCalls, unpricedCalls }: Spend): number | null {
  return unpricedCalls > 0 || pricedCalls === 0 ? null : costNanoUsd / pricedCalls;
}
