import { calcPrice, type ModelPrice, type TieredPrices } from '@pydantic/genai-prices';
import { modelFamily } from './model-family.ts';
import { type ListPrice, type Price, ratesOf } from './price.ts';

/**
 * @param providerId the package's name of the provider
 * @returns null where it has no price for just this model
 */
export function packagePrice(providerId: string, model: string): Price | null {
  const found = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId });
  // The package falls back to a sibling (5.5 priced as 5): that would be a guess, not a price.
  if (found === null || modelFamily(found.model.id) !== modelFamily(model)) return null;
  const base = listPrice(found.model_price, (price) => price.base);
  if (base === null) return null;
  const threshold = tierStart(found.model_price);
  const long =
    threshold === null ? null : listPrice(found.model_price, (price) => price.tiers[0].price);
  return {
    ...ratesOf(base),
    long: long && threshold !== null ? { ...ratesOf(long), aboveInputTokens: threshold } : null,
    source: '@pydantic/genai-prices',
  };
}

/** Null for a model that is not priced by tokens of text. */
function listPrice(price: ModelPrice, ofTier: (price: TieredPrices) => number): ListPrice | null {
  const rate = (name: string): number | undefined => {
    const value = price[name];
    return typeof value === 'object' ? ofTier(value) : value;
  };
  const input = rate('input_mtok');
  if (input === undefined) return null;
  return {
    input,
    cacheRead: rate('cache_read_mtok'),
    cacheWrite: rate('cache_write_mtok'),
    // Embedding models have no output and no price for it.
    output: rate('output_mtok') ?? 0,
  };
}

/** Input tokens above which the first higher tier holds; the package prices the whole call by it. */
function tierStart(price: ModelPrice): number | null {
  for (const value of Object.values(price)) {
    if (typeof value === 'object' && value.tiers.length > 0) return value.tiers[0].start;
  }
  return null;
}
