import { nanoUsdUp } from '../../cost/usd.ts';

/** What OpenRouter tells in the usage of a reply, in US dollars. */
export interface WireCost {
  /** What it charges. */
  readonly cost?: number | null;
  /** Asked with a key of one's own at the provider, which bills that key itself. */
  readonly is_byok?: boolean | null;
  readonly cost_details?: { readonly upstream_inference_cost?: number | null } | null;
}

/**
 * What a call cost by the service's own word, in whole nano-dollars, rounded up; null where it does
 * not say. With a key of one's own it is the service's fee and what the provider bills; that part
 * stands in other replies too, where it is in `cost` already.
 *
 * @see https://openrouter.ai/docs/use-cases/usage-accounting
 */
export function reportedCost({ cost, is_byok, cost_details }: WireCost): number | null {
  const usd = is_byok === true ? sum(cost, cost_details?.upstream_inference_cost) : cost;
  return isMoney(usd) ? nanoUsdUp(usd) : null;
}

function sum(fee: unknown, upstream: unknown): number | null {
  return isMoney(fee) && isMoney(upstream) ? fee + upstream : null;
}

/** Whatever a server says: more than a million for one call is none. */
function isMoney(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 1_000_000;
}
