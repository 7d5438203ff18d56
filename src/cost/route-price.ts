import { loadPrice } from './load-price.ts';
import { type Price, ratesOf } from './price.ts';
import { type PriceTable, tablePrice } from './price-table.ts';

/** What the price of a route follows from. */
export interface PricedRoute {
  readonly provider: string;
  readonly model: string;
  /** US dollars per million tokens, where the operator gave a price: it goes before every list. */
  readonly price: { readonly input: number; readonly output: number } | null;
  /** Of a route that goes to one: where nobody names its model, that is its id. */
  readonly agent?: { readonly id: string };
}

/**
 * The price of a route's calls; null where nobody knows it.
 *
 * @param table what the operator keeps: it goes before every list, and after the spec
 */
export async function routePrice(
  { provider, model, price, agent }: PricedRoute,
  table: PriceTable = {},
): Promise<Price | null> {
  if (price !== null) return { ...ratesOf(price), long: null, source: '`price` of the spec' };
  const own = tablePrice(table, provider, model);
  if (own !== null) return { ...ratesOf(own), long: null, source: '`prices` of the settings' };
  return agent?.id === model ? null : loadPrice(provider, model);
}
