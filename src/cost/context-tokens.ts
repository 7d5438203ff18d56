/**
 * Tokens that a model reads and writes in one call, at least. Not a limit of ours: what is far too long
 * is refused by the service, or, by an Ollama, cut without a word.
 *
 * @see https://platform.openai.com/docs/models, https://docs.anthropic.com/en/docs/about-claude/models,
 *   https://ai.google.dev/gemini-api/docs/models
 */
const contexts: readonly (readonly [model: RegExp, tokens: number])[] = [
  [/^gpt-4\.1/, 1_047_576],
  [/^gpt-5.*-chat/, 128_000],
  [/^gpt-5/, 400_000],
  [/^(gpt-4o|chatgpt-4o|gpt-4-turbo)/, 128_000],
  [/^gpt-4($|-0)/, 8_192],
  [/^gpt-3\.5/, 16_385],
  [/^o\d/, 200_000],
  [/^claude-/, 200_000],
  [/^gemini-/, 1_048_576],
];

/** What an Ollama loads a model with where nobody tells it otherwise (`OLLAMA_CONTEXT_LENGTH`). */
const ofOllama = 4_096;

/** Null where it is not known. */
export function contextTokens(provider: string, model: string): number | null {
  if (provider.startsWith('ollama')) return ofOllama;
  // `openai/gpt-5-mini` of a router is the same model.
  const name = model.slice(model.lastIndexOf('/') + 1);
  return contexts.find(([family]) => family.test(name))?.[1] ?? null;
}
