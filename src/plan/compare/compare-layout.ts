import type { CompareWorkload } from '../../spec/work/compare-workload.ts';

/** Two variants, by their indexes; `first` is the smaller. */
export interface VariantPair {
  readonly first: number;
  readonly second: number;
}

/** Which answer a judge is to read as A: of a pair both orders are asked for. */
export interface JudgeTask {
  readonly round: number;
  readonly pair: number;
  /** Index of the variant that stands as A, and of the one that stands as B. */
  readonly a: number;
  readonly b: number;
}

/**
 * How the tasks of a comparison are numbered. A round is one prompt of one repetition: its answers
 * stand together, so that whatever changes over time hits all variants alike, and another variant
 * comes first each time. Behind all answers come the judge's tasks, two for each pair of a round.
 */
export class CompareLayout {
  readonly variants: number;
  readonly rounds: number;
  readonly pairs: readonly VariantPair[];
  /** Answers, which have the numbers below it. */
  readonly answers: number;
  readonly size: number;

  constructor({ items, repeat, variants, judge }: CompareWorkload) {
    this.variants = variants.length;
    this.rounds = items.length * repeat;
    this.pairs = variants.flatMap((_, first) =>
      variants.slice(first + 1).map((_, more) => ({ first, second: first + 1 + more })),
    );
    this.answers = this.rounds * this.variants;
    this.size = this.answers + (judge === null ? 0 : this.rounds * this.pairs.length * 2);
  }

  answerTask(round: number, variant: number): number {
    const turn = (variant + this.variants - (round % this.variants)) % this.variants;
    return round * this.variants + turn;
  }

  roundOf(answer: number): number {
    return Math.floor(answer / this.variants);
  }

  variantOf(answer: number): number {
    return ((answer % this.variants) + this.roundOf(answer)) % this.variants;
  }

  /** The first of the two tasks of the pair; the other one follows it. */
  judgeTask(round: number, pair: number): number {
    return this.answers + (round * this.pairs.length + pair) * 2;
  }

  /** @param task one of the judge's */
  judged(task: number): JudgeTask {
    const of = task - this.answers;
    const pair = (of >> 1) % this.pairs.length;
    const { first, second } = this.pairs[pair];
    const swapped = of % 2 === 1;
    const round = Math.floor((of >> 1) / this.pairs.length);
    return { round, pair, a: swapped ? second : first, b: swapped ? first : second };
  }
}
