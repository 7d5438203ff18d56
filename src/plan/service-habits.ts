import { defaultConfig } from '../simulator/config.ts';
import type { Range } from '../simulator/range.ts';
import type { Span } from './estimate.ts';

/** How a service is taken to answer where nothing is known yet of this run. */
export interface ServiceHabits {
  /** Tokens of an answer that nothing bounds. */
  readonly answer: Span;
  /** What a call takes at best. */
  readonly firstTokenSeconds: number;
  readonly tokensPerSecond: number;
}

/** A quick service; its answers are a sentence, a few paragraphs, a few pages. */
export const usualService: ServiceHabits = {
  answer: { low: 64, expected: 400, high: 2000 },
  firstTokenSeconds: 0.5,
  tokensPerSecond: 100,
};

const { outputTokens, firstTokenMs, tokensPerSecond } = defaultConfig;
const ends = (range: Range) => (typeof range === 'number' ? { min: range, max: range } : range);
const middle = (range: Range) => (ends(range).min + ends(range).max) / 2;

/** The simulator inside, which does what it is set to. */
export const embeddedSimulator: ServiceHabits = {
  answer: {
    low: ends(outputTokens).min,
    expected: middle(outputTokens),
    high: ends(outputTokens).max,
  },
  firstTokenSeconds: middle(firstTokenMs) / 1000,
  tokensPerSecond: middle(tokensPerSecond),
};
