import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { modelFamily } from './model-family.ts';
import { type Price, ratesOf } from './price.ts';
import { priceOverrides } from './price-overrides.ts';

const run = promisify(execFile);

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

const nobodyIsBilled = 'simulated: nobody is billed';

/** What the simulator's own model is said to cost, so that budgets can be rehearsed. */
const simulated: Price = {
  ...ratesOf({ input: 0.25, output: 2 }),
  long: null,
  source: nobodyIsBilled,
};

/**
 * The list price of a model today, standard tier. Null where it is unknown, which is never shown as
 * 0. Ollama costs nothing; on the simulator a model costs what it would where it is real.
 */
export async function loadPrice(provider: string, model: string): Promise<Price | null> {
  if (provider === 'ollama') return free;
  if (provider === 'simulator') return simulatedPrice(model);
  if (provider === 'azure-agents') return azurePrice(model);
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
  return askPackage(packageNames[provider], model);
}

async function simulatedPrice(model: string): Promise<Price | null> {
  if (model === 'sim-small') return simulated;
  const real = (await loadPrice('openai', model)) ?? (await loadPrice('anthropic', model));
  return real && { ...real, source: `${real.source}; ${nobodyIsBilled}` };
}

/** What Azure's Global Standard costs is what OpenAI asks for; other kinds of deployment cost more. */
async function azurePrice(model: string): Promise<Price | null> {
  const list = await loadPrice('openai', model);
  return list && { ...list, source: `${list.source}; for a Global Standard deployment` };
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
