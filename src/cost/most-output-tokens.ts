/**
 * The longest answer that a model gives, reasoning included, where the request sets no limit.
 *
 * @see https://platform.openai.com/docs/models the pages of the models
 */
const longest: readonly (readonly [model: RegExp, tokens: number])[] = [
  // The simulator keeps to it; see src/simulator/served-models.ts.
  [/^sim-(small|medium|large)$/, 4_096],
  [/^(gpt-3\.5|gpt-4-turbo)/, 4_096],
  [/^gpt-4($|-0|-32k)/, 8_192],
  [/^(gpt-4o|chatgpt-4o|gpt-5.*-chat)/, 16_384],
  [/^gpt-4\.1/, 32_768],
  [/^o\d/, 100_000],
];

/** No model on the price lists answers with more. */
const mostOfAll = 128_000;

export function mostOutputTokens(model: string): number {
  return longest.find(([family]) => family.test(model))?.[1] ?? mostOfAll;
}
