import { loadPrice } from './load-price.ts';
import { type Price, ratesOf } from './price.ts';

/** What the price of a route follows from. */
export interface PricedRoute {
  readonly provider: string;
  readonly model: string;
  /** US dollars per million tokens, where the operator gave a price: it goes before every list. */
  readonly price: { readonly input: number; readonly output: number } | null;
  /** Of a route that goes to one: where nobody names its model, that is its id. */
  readonly agent?: { readonly id: string };
}

/** The price of a route's calls; null where nobody knows it. */
export async function routePrice(route: PricedRoute): Promise<Price | null> {
  const { provider, model, price, agent } = route;
  if (price === null) return agent?.id === model ? null : loadPrice(provider, model);
  return { ...ratesOf(price), long: null, source: '`price` of the spec' };
}
