import { namesThereAre } from './near-miss.ts';
import { UsageError } from './usage-error.ts';

/** What a spec needs to know of a provider to fill in what it leaves out. */
interface ProviderFacts {
  readonly model: string;
}

/** The providers of this version. `openai` is every server that speaks Chat Completions. */
const providers: Readonly<Record<string, ProviderFacts>> = {
  openai: { model: 'gpt-5-mini' },
  simulator: { model: 'sim-small' },
};

/** Providers that presets and specs may name and that no code stands behind yet. */
const later = ['azure-agents', 'anthropic', 'gemini', 'ollama'];

export const providerNames: readonly string[] = Object.keys(providers);

/**
 * @param where the words that the sentence begins with
 * @throws UsageError where there is no such provider in this version
 */
export function checkProvider(name: string, where: string): void {
  if (Object.hasOwn(providers, name)) return;
  if (later.includes(name)) {
    throw new UsageError(
      `${where.replace(/: provider$/, '')}: provider ${name} is not in this version yet; use openai with --base-url, or simulator`,
    );
  }
  throw new UsageError(
    `${where}: unknown provider \`${name}\`${namesThereAre(name, [...providerNames, ...later])}`,
  );
}

/** The model that is called where nobody names one. */
export function defaultModel(provider: string): string {
  return providers[provider].model;
}
