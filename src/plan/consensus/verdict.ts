import { isCertain } from './early-stop.ts';
import { isAhead, type Tally, wins } from './tally.ts';

/** What the votes on a question come to. */
export interface Verdict {
  readonly decided: boolean;
  /** In words that end a sentence. */
  readonly why: string;
}

/**
 * The outcome of the votes on a question that needs no more of them.
 *
 * @param threshold as in `wins`
 * @param unheard weight of the voters that were not heard because it was settled
 */
export function verdictOf(tally: Tally, threshold: number | null, unheard: number): Verdict {
  if (wins(tally, threshold)) {
    return {
      decided: true,
      why: `${needed(threshold)} agree${restWords(tally, threshold, unheard)}`,
    };
  }
  const why =
    tally.valid <= 0
      ? 'there is no vote'
      : isAhead(tally)
        ? `no answer has ${needed(threshold)}`
        : 'the first two answers have as many votes';
  return { decided: false, why };
}

export const unfinished: Verdict = {
  decided: false,
  why: 'the run ended before enough had voted',
};

function restWords(tally: Tally, threshold: number | null, unheard: number): string {
  if (unheard <= 0) return '';
  return isCertain({ ...tally, open: unheard }, threshold)
    ? ', and the others can change nothing'
    : ', and the others are unlikely to change that';
}

function needed(threshold: number | null): string {
  return threshold === null ? 'more than half' : `${Number((threshold * 100).toFixed(2))} %`;
}
