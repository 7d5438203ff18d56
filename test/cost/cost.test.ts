import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costNanoUsd } from '../../src/cost/cost-nano-usd.ts';
import { loadPrice } from '../../src/cost/load-price.ts';
import { moneyWords } from '../../src/cost/money-words.ts';
import { type Price, ratesOf } from '../../src/cost/price.ts';
import type { Usage } from '../../src/state/events.ts';

const usage = (tokens: Partial<Usage>): Usage => ({
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  estimated: false,
  ...tokens,
});

describe('the price of a model', () => {
  it('is its list price', async () => {
    expect(await loadPrice('openai', 'gpt-5-mini')).toEqual({
      input: 250_000_000,
      cacheRead: 25_000_000,
      cacheWrite: 250_000_000,
      output: 2_000_000_000,
      long: null,
      source: '@pydantic/genai-prices',
    });
  });

  it('holds for the dated versions of the model, and not for its siblings', async () => {
    const price = await loadPrice('openai', 'gpt-4o');
    expect(price).not.toBeNull();
    expect(await loadPrice('openai', 'gpt-4o-2024-08-06')).toEqual(price);
    expect(await loadPrice('openai', 'gpt-9-sol')).toBeNull();
    expect(await loadPrice('anthropic', 'claude-sonnet-5-9')).toBeNull();
  });

  it('is unknown where nobody knows it, and nothing on a machine of your own', async () => {
    expect(await loadPrice('openai', 'my-own')).toBeNull();
    expect(await loadPrice('simulator', 'sim-small')).toBeNull();
    expect(costNanoUsd(usage({ outputTokens: 5 }), await loadPrice('ollama', 'any'))).toBe(0);
  });

  it('is kept here where the package lacks it, with its day and source', async () => {
    for (const [provider, model] of [
      ['openai', 'gpt-6.1-sol'],
      ['anthropic', 'claude-sonnet-5-5'],
      ['anthropic', 'claude-haiku-5-5'],
    ]) {
      expect((await loadPrice(provider, model))?.source).toMatch(/price list.*2026-\d\d-\d\d$/);
    }
  });
});

describe('the cost of a call', () => {
  it('is rounded up once, to a whole nano-dollar', async () => {
    const mini = await loadPrice('openai', 'gpt-5-mini');
    expect(costNanoUsd(usage({ inputTokens: 1000, outputTokens: 100 }), mini)).toBe(450_000);
    const nano: Price = { ...ratesOf({ input: 0.0001, output: 0.0003 }), long: null, source: '' };
    expect(costNanoUsd(usage({ inputTokens: 1 }), nano)).toBe(1);
    expect(costNanoUsd(usage({ inputTokens: 15, outputTokens: 5 }), nano)).toBe(3);
    expect(costNanoUsd(usage({}), nano)).toBe(0);
  });

  it('is unknown where the price is, never 0', () => {
    expect(costNanoUsd(usage({ outputTokens: 100 }), null)).toBeNull();
  });

  it('counts every bucket at its own rate', async () => {
    const sonnet = await loadPrice('anthropic', 'claude-sonnet-5-5');
    const call = usage({
      inputTokens: 1,
      cacheReadTokens: 10,
      cacheWriteTokens: 100,
      outputTokens: 1000,
    });
    expect(costNanoUsd(call, sonnet)).toBe(2000 + 10 * 100 + 100 * 2500 + 1000 * 10_000);
  });

  it('is higher as a whole above the threshold of a long call', async () => {
    const sol = await loadPrice('openai', 'gpt-6.1-sol');
    const short = usage({ inputTokens: 271_999, cacheReadTokens: 1, outputTokens: 10 });
    expect(costNanoUsd(short, sol)).toBe(271_999 * 2000 + 100 + 10 * 10_000);
    const long = { ...short, cacheReadTokens: 2 };
    expect(costNanoUsd(long, sol)).toBe(271_999 * 4000 + 2 * 200 + 10 * 15_000);
  });

  it('is exact for any price and any number of tokens', () => {
    const rate = fc.integer({ min: 0, max: 200_000_000_000 });
    const tokens = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(rate, rate, tokens, tokens, (input, output, inputTokens, outputTokens) => {
        const price = { input, cacheRead: 0, cacheWrite: 0, output, long: null, source: '' };
        const total = BigInt(input) * BigInt(inputTokens) + BigInt(output) * BigInt(outputTokens);
        const exact = (total + 999_999n) / 1_000_000n;
        expect(costNanoUsd(usage({ inputTokens, outputTokens }), price)).toBe(Number(exact));
      }),
    );
  });
});

describe('money in words', () => {
  it.each([
    [0, '$0'],
    [1, '$0.000000001'],
    [42_000, '$0.000042'],
    [450_000, '$0.00045'],
    [500_000_000, '$0.50'],
    [12_340_000_000, '$12.34'],
    [1_234_567_000_000_000, '$1,234,567.00'],
  ])('%i nano-dollars are %s', (nanoUsd, words) => {
    expect(moneyWords(nanoUsd)).toBe(words);
  });
});
