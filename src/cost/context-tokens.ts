/**
 * Tokens that a model reads and writes in one call, at least. Not a limit of ours: what is far too long
 * is refused by the service, or, by an Ollama, cut without a word.
 *
 * Source: `context_window` of @pydantic/genai-prices 0.1.8, by families.
 */
const contexts: readonly (readonly [model: RegExp, tokens: number])[] = [
  [/^gpt-4\.1/, 1_000_000],
  [/^gpt-5\.3($|-chat)/, 128_000],
  [/^gpt-5.*-chat/, 128_000],
  [/^gpt-[56]/, 400_000],
  [/^(gpt-4o|chatgpt-4o|gpt-4-turbo|gpt-oss)/, 128_000],
  [/^gpt-4($|-0)/, 8_192],
  [/^gpt-3\.5/, 16_385],
  [/^o1-(mini|preview)/, 128_000],
  [/^(o\d|claude-)/, 200_000],
  [/^gemini-(1\.5|[2-9])(?!.*-tts)/, 1_000_000],
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
