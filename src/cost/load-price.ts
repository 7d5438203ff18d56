import type { ModelPrice, TieredPrices } from '@pydantic/genai-prices';
import { type ListPrice, type Price, ratesOf } from './price.ts';
import { priceOverrides } from './price-overrides.ts';

/** Our names of providers where the price package has others. */
const packageNames: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  gemini: 'google',
};

const free: Price = {
  ...ratesOf({ input: 0, output: 0 }),
  long: null,
  source: 'it runs on your own machine',
};

/**
 * The list price of a model today, standard tier. Null where it is unknown, which is never shown as
 * 0; the simulator has no price, Ollama costs nothing.
 */
export async function loadPrice(provider: string, model: string): Promise<Price | null> {
  if (provider === 'ollama') return free;
  const override = priceOverrides.find(
    (entry) => entry.provider === provider && entry.model === modelFamily(model),
  );
  if (override) {
    const { long, source, asOf } = override;
    return {
      ...ratesOf(override),
      long: long ? { ...ratesOf(long), aboveInputTokens: long.aboveInputTokens } : null,
      source: `${source}, ${asOf}`,
    };
  }
  if (!Object.hasOwn(packageNames, provider)) return null;
  return priceOfPackage(packageNames[provider], model);
}

/** The package is 0.8 MB of prices: loaded when the first price is asked for. */
async function priceOfPackage(providerId: string, model: string): Promise<Price | null> {
  const { calcPrice } = await import('@pydantic/genai-prices');
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

/**
 * The name that a model's dated and latest versions share, and with it their price:
 * `gpt-4o-2024-08-06`, `claude-sonnet-4-20250514` (which is also `claude-sonnet-4-0`).
 */
function modelFamily(model: string): string {
  return model.replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|latest|0)$/, '');
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
