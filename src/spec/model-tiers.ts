/** How much a model has to be able to do: what a role may name in place of the model, the most first. */
export const modelTiers = ['complex', 'balanced', 'simple'] as const;

export type ModelTier = (typeof modelTiers)[number];

/** The model of each tier, as far as it is said. */
export type TierModels = Readonly<Partial<Record<ModelTier, string>>>;

/** The same by provider. */
export type TierTable = Readonly<Record<string, TierModels>>;

const openai: TierModels = { complex: 'gpt-5', balanced: 'gpt-5-mini', simple: 'gpt-5-nano' };
/** It serves one model, whatever the name that is asked for. */
const whateverIsServed: TierModels = {
  complex: 'default',
  balanced: 'default',
  simple: 'default',
};

/**
 * What a tier is where nobody says otherwise: models of the price lists of November 2026. A provider
 * that is not here serves what its operator put there (deployments, one model of its own): only they
 * know which of it is what.
 */
export const usualTierModels: TierTable = {
  openai,
  'openai-responses': openai,
  anthropic: {
    complex: 'claude-opus-5-5',
    balanced: 'claude-sonnet-5-5',
    simple: 'claude-haiku-5-5',
  },
  gemini: {
    complex: 'gemini-3.1-pro-preview',
    balanced: 'gemini-3.7-flash',
    simple: 'gemini-3.1-flash-lite',
  },
  /** A machine holds one or two models at a time: what is most of the work shares the smallest one. */
  ollama: { complex: 'tinyllama', balanced: 'qwen2.5-coder:7b', simple: 'tinyllama' },
  llamacpp: whateverIsServed,
  groq: {
    complex: 'openai/gpt-oss-120b',
    balanced: 'llama-3.3-70b-versatile',
    simple: 'llama-3.1-8b-instant',
  },
  openrouter: {
    complex: 'openai/gpt-5',
    balanced: 'openai/gpt-5-mini',
    simple: 'openai/gpt-5-nano',
  },
  together: {
    complex: 'meta-llama/Meta-Llama-3.1-405B-Instruct-Turbo',
    balanced: 'meta-llama/Llama-3.3-70B-Instruct-Turbo',
    simple: 'meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo',
  },
  simulator: { complex: 'sim-large', balanced: 'sim-medium', simple: 'sim-small' },
};
