import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { boundNanoUsd } from '../../src/cost/bound-nano-usd.ts';
import { costNanoUsd } from '../../src/cost/cost-nano-usd.ts';
import { loadPrice } from '../../src/cost/load-price.ts';
import { moneyWords } from '../../src/cost/money-words.ts';
import { mostOutputTokens } from '../../src/cost/most-output-tokens.ts';
import { type Price, ratesOf } from '../../src/cost/price.ts';
import { routePrice } from '../../src/cost/route-price.ts';
import { nanoUsdUp } from '../../src/cost/usd.ts';
import type { Usage } from '../../src/state/events.ts';

const usage = (tokens: Partial<Usage>): Usage => ({
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  estimated: false,
  ...tokens,
});

test.each([
  [0, 0],
  [1e-10, 1],
  [0.1 + 0.2, 300_000_000],
  [0.000_001_000_000_1, 1_001],
  [999_999.999_999_999, 999_999_999_999_999],
])('%s dollars are %s nano-dollars, rounded up', (dollars, nanos) => {
  expect(nanoUsdUp(dollars)).toBe(nanos);
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
    expect(await loadPrice('simulator', 'my-own')).toBeNull();
    expect(costNanoUsd(usage({ outputTokens: 5 }), await loadPrice('ollama', 'any'))).toBe(0);
  });

  it('on the simulator is what the model costs where it is real, and nobody is billed', async () => {
    const real = await loadPrice('openai', 'gpt-5-mini');
    const source = '@pydantic/genai-prices; simulated: nobody is billed';
    expect(await loadPrice('simulator', 'gpt-5-mini')).toEqual({ ...real, source });
    expect(await loadPrice('simulator', 'claude-haiku-5-5')).toMatchObject({ output: 500_000_000 });
    expect(await loadPrice('simulator', 'sim-small')).toEqual({
      ...ratesOf({ input: 0.25, output: 2 }),
      long: null,
      source: 'simulated: nobody is billed',
    });
  });

  it('that the operator gives goes before every list', async () => {
    const route = { provider: 'openai', model: 'gpt-5-mini', price: { input: 1, output: 3 } };
    expect(await routePrice(route)).toMatchObject({
      input: 1_000_000_000,
      cacheRead: 1_000_000_000,
      output: 3_000_000_000,
      source: '`price` of the spec',
    });
    expect(await routePrice({ ...route, price: null })).toMatchObject({ input: 250_000_000 });
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

describe('the most that a call can cost', () => {
  it('takes every input token at its dearest, and a long call as long where it may be one', () => {
    const rates = { input: 2, cacheRead: 0.1, cacheWrite: 2.5, output: 10 };
    const dear = { input: 4, cacheRead: 0.2, cacheWrite: 5, output: 15 };
    const long = { ...ratesOf(dear), aboveInputTokens: 1_000 };
    const price: Price = { ...ratesOf(rates), long, source: '' };
    expect(boundNanoUsd(1_000, 10, price)).toBe(1_000 * 2_500 + 10 * 10_000);
    expect(boundNanoUsd(1_001, 10, price)).toBe(1_001 * 5_000 + 10 * 15_000);
    expect(boundNanoUsd(0, 0, price)).toBe(0);
    expect(boundNanoUsd(2 ** 32, 2 ** 32, { ...price, output: 1e14 })).toBe(
      Number.MAX_SAFE_INTEGER,
    );
  });

  it('is never less than what a call of no more tokens costs, at any price', () => {
    const rate = fc.integer({ min: 0, max: 200_000_000_000 });
    const rates = fc.record({ input: rate, cacheRead: rate, cacheWrite: rate, output: rate });
    const tokens = fc.nat({ max: 1_000_000 });
    const buckets = fc.tuple(tokens, tokens, tokens, tokens, fc.nat({ max: 50 }));
    fc.assert(
      fc.property(rates, rates, tokens, buckets, (short, dear, threshold, [a, b, c, out, more]) => {
        const long = { ...dear, aboveInputTokens: threshold };
        const price: Price = { ...short, long, source: '' };
        const call = usage({
          inputTokens: a,
          cacheReadTokens: b,
          cacheWriteTokens: c,
          outputTokens: out,
        });
        const bound = boundNanoUsd(a + b + c + more, out + more, price);
        expect(bound).toBeGreaterThanOrEqual(costNanoUsd(call, price) ?? Number.NaN);
      }),
    );
  });

  it('counts on the longest answer of the model, or of all where it is not known', () => {
    expect(mostOutputTokens('gpt-4o-mini')).toBe(16_384);
    expect(mostOutputTokens('o4-mini')).toBe(100_000);
    expect(mostOutputTokens('gpt-5-mini')).toBe(128_000);
    expect(mostOutputTokens('my-own')).toBe(128_000);
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
