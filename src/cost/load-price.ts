import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { modelFamily } from './model-family.ts';
import { type ListPrice, type Price, ratesOf } from './price.ts';
import { priceOverrides } from './price-overrides.ts';

const run = promisify(execFile);

/** Our names of providers where the price package has others. */
const packageNames: Readonly<Record<string, string>> = {
  openai: 'openai',
  'openai-responses': 'openai',
  anthropic: 'anthropic',
  gemini: 'google',
  // What a deployment or an agent is called by is often not what its model is called: then it is unknown.
  'azure-openai': 'azure',
  'azure-agents': 'azure',
  groq: 'groq',
  openrouter: 'openrouter',
  together: 'together',
};

const free: Price = {
  ...ratesOf({ input: 0, output: 0 }),
  long: null,
  source: 'it runs on your own machine',
};

const callsNothing: Price = { ...free, source: 'its code calls no model' };

const nobodyIsBilled = 'simulated: nobody is billed';

/** What the simulator's own models are said to cost, so that budgets can be rehearsed. */
const simulated: Readonly<Record<string, ListPrice>> = {
  'sim-small': { input: 0.25, output: 2 },
  'sim-medium': { input: 1.25, output: 10 },
  'sim-large': { input: 5, output: 25 },
  'sim-embedding': { input: 0.02, output: 0 },
};

/**
 * The list price of a model today, standard tier. Null where it is unknown, which is never shown as
 * 0. Ollama costs nothing; on the simulator a model costs what it would where it is real.
 */
export async function loadPrice(provider: string, model: string): Promise<Price | null> {
  if (provider === 'ollama') return free;
  if (provider === 'code') return callsNothing;
  if (provider === 'simulator') return simulatedPrice(model);
  const lister = Object.hasOwn(packageNames, provider) ? packageNames[provider] : provider;
  const override = priceOverrides.find(
    (entry) => entry.provider === lister && entry.model === modelFamily(model),
  );
  if (override) {
    const { long, source, asOf } = override;
    return {
      ...ratesOf(override),
      long: long ? { ...ratesOf(long), aboveInputTokens: long.aboveInputTokens } : null,
      source: `${source}, ${asOf}`,
    };
  }
  return Object.hasOwn(packageNames, provider) ? askPackage(lister, model) : null;
}

async function simulatedPrice(model: string): Promise<Price | null> {
  if (Object.hasOwn(simulated, model))
    return { ...ratesOf(simulated[model]), long: null, source: nobodyIsBilled };
  for (const provider of ['openai', 'anthropic', 'gemini']) {
    const real = await loadPrice(provider, model);
    if (real !== null) return { ...real, source: `${real.source}; ${nobodyIsBilled}` };
  }
  return null;
}

/**
 * The package is 0.8 MB of prices, 9 MB once it is loaded, and a thread of ours would leave most of
 * that behind. It is asked in a process of its own, so that a swarm does not carry all prices of the
 * world with it.
 */
async function askPackage(providerId: string, model: string): Promise<Price | null> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const script = fileURLToPath(new URL(`./print-price.${extension}`, import.meta.url));
  const { stdout } = await run(process.execPath, [script, providerId, model]);
  return JSON.parse(stdout);
}
