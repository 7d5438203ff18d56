import { describe, expect, it } from 'vitest';
import { loadPrice } from '../../src/cost/load-price.ts';
import { packagePrice } from '../../src/cost/package-price.ts';
import { priceOverrides } from '../../src/cost/price-overrides.ts';
import { routePrice } from '../../src/cost/route-price.ts';
import { usualTierModels } from '../../src/spec/model-tiers.ts';
import { providerNames } from '../../src/spec/providers.ts';

const usd = (dollars: number) => Math.round(dollars * 1e9);

/** A model of each provider that sells by tokens, with its list price per million. */
const listed: readonly (readonly [
  provider: string,
  model: string,
  input: number,
  output: number,
])[] = [
  ['openai', 'gpt-5-mini', 0.25, 2],
  ['openai-responses', 'gpt-5-mini', 0.25, 2],
  ['openai-responses', 'gpt-6.1-sol', 2, 10],
  ['azure-openai', 'gpt-5-mini', 0.25, 2],
  ['azure-agents', 'gpt-4o', 2.5, 10],
  ['anthropic', 'claude-haiku-4-5', 1, 5],
  ['gemini', 'gemini-3.7-flash', 0.75, 3.75],
  ['groq', 'llama-3.1-8b-instant', 0.05, 0.08],
  ['openrouter', 'openai/gpt-4o-mini', 0.15, 0.6],
  ['together', 'meta-llama/Llama-3.3-70B-Instruct-Turbo', 0.88, 0.88],
];
/** Those whose price is for their owner to know. */
const own = ['vllm', 'llamacpp', 'lmstudio', 'exec'];

describe('the list price', () => {
  it.each(listed)('of %s %s is $%d in, $%d out', async (provider, model, input, output) => {
    expect(await loadPrice(provider, model)).toMatchObject({
      input: usd(input),
      output: usd(output),
    });
  });

  it.each(own)('of a server or a program of your own (%s) is unknown, not 0', async (provider) => {
    expect(await loadPrice(provider, 'gpt-5-mini')).toBeNull();
  });

  it('of a deployment whose name is no model is unknown', async () => {
    expect(await loadPrice('azure-openai', 'night-shift')).toBeNull();
  });

  it('of code that calls no model is nothing', async () => {
    expect(await loadPrice('code', 'none')).toMatchObject({ input: 0, output: 0 });
  });

  it('is looked at for every provider that there is', () => {
    const seen = new Set([
      ...listed.map(([provider]) => provider),
      ...own,
      'ollama',
      'simulator',
      'code',
    ]);
    expect(providerNames.filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe('the price that the operator keeps', () => {
  const table = {
    'openai/gpt-5-mini': { input: 1, output: 3, cacheRead: 0.5 },
    'vllm/meta/llama-3': { input: 0.1, output: 0.1 },
    'ollama/big': { input: 0.01, output: 0.01 },
  };
  const price = null;

  it('goes before every list, for dated versions too, and caches cost as input unless said', async () => {
    const route = { provider: 'openai', model: 'gpt-5-mini', price };
    const kept = {
      input: usd(1),
      cacheRead: usd(0.5),
      cacheWrite: usd(1),
      output: usd(3),
      source: '`prices` of the settings',
    };
    expect(await routePrice(route, table)).toMatchObject(kept);
    expect(await routePrice({ ...route, model: 'gpt-5-mini-2025-08-07' }, table)).toMatchObject(
      kept,
    );
    expect(await routePrice({ ...route, model: 'gpt-5' }, table)).toMatchObject({
      input: usd(1.25),
    });
  });

  it('may be of a model with slashes, and of an Ollama whose power is not free', async () => {
    expect(
      await routePrice({ provider: 'vllm', model: 'meta/llama-3', price }, table),
    ).toMatchObject({
      input: usd(0.1),
    });
    expect(await routePrice({ provider: 'ollama', model: 'big', price }, table)).toMatchObject({
      input: usd(0.01),
    });
  });

  it('gives way to the one of the spec', async () => {
    const route = { provider: 'openai', model: 'gpt-5-mini', price: { input: 7, output: 8 } };
    expect(await routePrice(route, table)).toMatchObject({ input: usd(7), output: usd(8) });
  });
});

describe('the usual models of tiers', () => {
  const sold = Object.entries(usualTierModels).flatMap(([provider, models]) =>
    own.includes(provider) ? [] : Object.values(models).map((model) => [provider, model] as const),
  );

  it('have a price, so that a budget can be kept', async () => {
    const unpriced: string[] = [];
    const lister: Record<string, string> = { 'openai-responses': 'openai', gemini: 'google' };
    for (const [provider, model] of sold) {
      const listedBy = lister[provider] ?? provider;
      const isKept = priceOverrides.some(
        (price) => price.provider === listedBy && price.model === model,
      );
      const isFree = ['ollama', 'simulator'].includes(provider);
      const price = isFree ? await loadPrice(provider, model) : packagePrice(listedBy, model);
      if (!isKept && price === null) unpriced.push(`${provider}/${model}`);
    }
    expect(unpriced).toEqual([]);
    expect(sold.length).toBeGreaterThan(20);
  });

  it('cost the more on the simulator the more they can do', async () => {
    const { complex, balanced, simple } = usualTierModels.simulator;
    const prices = await Promise.all(
      [complex, balanced, simple].map((model) => loadPrice('simulator', model ?? '')),
    );
    const outputs = prices.map((price) => price?.output ?? 0);
    expect(outputs).toEqual(outputs.toSorted((a, b) => b - a));
    expect(new Set(outputs).size).toBe(3);
  });
});
