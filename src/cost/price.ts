/**
 * What tokens cost, in nano-dollars per million tokens: a whole number for every list price (a
 * dollar per million is 1,000,000,000), so that money is never added up in fractions.
 */
export interface Rates {
  /** Input that was not read from a cache. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

export interface Price extends Rates {
  /** What calls with more input than this cost instead, as a whole; null where size is no matter. */
  readonly long: (Rates & { readonly aboveInputTokens: number }) | null;
  /** Where the price was taken from, for the operator. */
  readonly source: string;
}

/** US dollars per million tokens, as vendors print them, in the unit of `Rates`. */
export function nanoUsdPerMillion(usd: number): number {
  return Math.round(usd * 1_000_000_000);
}

/** A price as vendors print it, US dollars per million tokens. What is left out costs as input. */
export interface ListPrice {
  readonly input: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly output: number;
}

export function ratesOf(list: ListPrice): Rates {
  return {
    input: nanoUsdPerMillion(list.input),
    cacheRead: nanoUsdPerMillion(list.cacheRead ?? list.input),
    cacheWrite: nanoUsdPerMillion(list.cacheWrite ?? list.input),
    output: nanoUsdPerMillion(list.output),
  };
}
