import type { ListPrice } from './price.ts';

/** A price that is kept here because the price package does not have it, or has it wrong. */
export interface PriceOverride extends ListPrice {
  /** As the price package calls it: the one whose list it stands in. */
  readonly provider: string;
  readonly model: string;
  readonly long?: ListPrice & { readonly aboveInputTokens: number };
  /** The day on which the price was looked up. */
  readonly asOf: string;
  readonly source: string;
}

/** US dollars per million tokens, standard tier. Checked against @pydantic/genai-prices 0.1.8. */
export const priceOverrides: readonly PriceOverride[] = [
  {
    provider: 'openai',
    model: 'gpt-6.1-sol',
    input: 2,
    cacheRead: 0.1,
    cacheWrite: 2.5,
    output: 10,
    long: { aboveInputTokens: 272_000, input: 4, cacheRead: 0.2, cacheWrite: 5, output: 15 },
    asOf: '2026-11-05',
    source: 'OpenAI price list, by third-party copies',
  },
  {
    provider: 'anthropic',
    model: 'claude-sonnet-5-5',
    input: 2,
    cacheRead: 0.1,
    cacheWrite: 2.5,
    output: 10,
    asOf: '2026-10-24',
    source: 'Anthropic price list',
  },
  {
    provider: 'anthropic',
    model: 'claude-haiku-5-5',
    input: 0.1,
    cacheRead: 0.01,
    cacheWrite: 0.125,
    output: 0.5,
    long: {
      aboveInputTokens: 100_000,
      input: 0.5,
      cacheRead: 0.05,
      cacheWrite: 0.625,
      output: 2.5,
    },
    asOf: '2026-10-24',
    source: 'Anthropic price list',
  },
];
