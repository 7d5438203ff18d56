import type { Interval } from '../statistics/interval.ts';
import type { Criterion, DecisiveCriterion } from './pair-tests.ts';

/** A share with where it lies, 95 %. */
export interface ShareFigure {
  readonly count: number;
  readonly of: number;
  readonly share: number | null;
  readonly interval: Interval | null;
}

/** The middle of an amount with where it lies, 95 %, and the sum. */
export interface AmountFigure {
  readonly median: number | null;
  readonly interval: Interval | null;
  readonly total: number;
  /** Answers that told it. */
  readonly of: number;
}

export interface VariantOutcome {
  readonly success: ShareFigure;
  /** Null where nothing is checked. */
  readonly checks: ShareFigure | null;
  readonly latency_ms: AmountFigure;
  readonly output_tokens: AmountFigure;
  readonly cost_usd: AmountFigure;
  /** Against all others; `win_share` is of those that were no tie. Null without a judge. */
  readonly judge: {
    readonly wins: number;
    readonly losses: number;
    readonly ties: number;
    readonly win_share: number | null;
    readonly interval: Interval | null;
  } | null;
}

export interface PairOutcome {
  readonly a: string;
  readonly b: string;
  readonly tests: readonly {
    readonly criterion: Criterion;
    readonly a_better: number;
    readonly b_better: number;
    readonly same: number;
    /** Median of a less b, with its interval; null where only better and worse are counted. */
    readonly difference: number | null;
    readonly interval: Interval | null;
    readonly p: number;
    readonly p_adjusted: number;
    /** Null where the evidence does not say. */
    readonly better: string | null;
  }[];
}

/** What outcome.json says of a comparison. */
export interface CompareOutcome {
  readonly kind: 'compare';
  readonly prompts: number;
  readonly repeat: number;
  /** What counts as one observation of the tests. */
  readonly unit: 'prompt' | 'repetition';
  readonly variants: Readonly<Record<string, VariantOutcome>>;
  readonly pairs: readonly PairOutcome[];
  readonly judge: {
    readonly role: string;
    /** Pairs of answers judged in both orders. */
    readonly judged: number;
    readonly unjudged: number;
    readonly unreadable: number;
    /** Share of the judged in which both orders said the same. */
    readonly agreed_share: number | null;
    /** Share of all verdicts but ties that went to the answer that stood first; 0.5 is fair. */
    readonly first_share: number | null;
    readonly first_interval: Interval | null;
  } | null;
  readonly winner: string | null;
  /** What it won by. */
  readonly by: DecisiveCriterion | null;
  readonly why: string;
  /** What else differs beyond chance, a sentence each; it decides nothing. */
  readonly also: readonly string[];
}
