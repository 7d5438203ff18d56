import { isO200k } from './is-o200k.ts';

/** What a tokenizer makes of a count by o200k_base. */
export interface CountScale {
  /** Tokens of its own for one of ours. */
  readonly ratio: number;
  /** How far the product may be off, 0.2 for 20 % more or less. */
  readonly margin: number;
}

/** The same text, counted here and by the service. */
export interface CountedTwice {
  readonly ours: number;
  readonly theirs: number;
}

/** Our own count, as it is. */
export const sameCount: CountScale = { ratio: 1, margin: 0 };

/** How far off another tokenizer is taken to be. */
export const otherTokenizer = 0.2;
/** The tokenizers of Claude make more tokens of a text, newer ones most. */
export const moreOfClaude = 0.15;

/** What is known of a model's tokenizer without asking anybody. */
export function scaleOfModel(model: string): CountScale {
  if (isO200k(model)) return sameCount;
  return { ratio: isClaude(model) ? 1 + moreOfClaude : 1, margin: otherTokenizer };
}

export function isClaude(model: string): boolean {
  return /\bclaude\b/i.test(model);
}

/** A service's own count is an estimate too, by its own words. */
const leastMargin = 0.02;

/**
 * The scale of a service that has counted a sample: the ratio of the sums, and twice its standard
 * error for margin.
 *
 * @param among how many texts there are that the sample was taken from
 * @see https://en.wikipedia.org/wiki/Ratio_estimator
 */
export function scaleOfSample(sample: readonly CountedTwice[], among: number): CountScale {
  const sum = (of: (each: CountedTwice) => number) =>
    sample.reduce((total, each) => total + of(each), 0);
  const ours = sum((each) => each.ours);
  const ratio = sum((each) => each.theirs) / ours;
  const squares = sum((each) => (each.theirs - ratio * each.ours) ** 2);
  const n = sample.length;
  // Of a sample that is everything nothing is left to chance.
  const unseen = Math.max(0, 1 - n / among);
  const error = n > 1 ? (Math.sqrt((n / (n - 1)) * squares * unseen) / ours) * 2 : 0;
  return { ratio, margin: Math.min(otherTokenizer, Math.max(leastMargin, error / ratio)) };
}
