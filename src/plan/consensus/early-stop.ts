import type { EarlyStop } from '../../spec/work/consensus-workload.ts';
import { betaBelow } from '../statistics/beta-below.ts';
import { evenVotes, type Tally, wins } from './tally.ts';

/** Whether votes on a question need no more voters; `threshold` as in `wins`. */
type StopRule = (tally: Tally, threshold: number | null) => boolean;

/** What is left to doubt where an outcome is called likely. */
const doubt = 0.05;

/**
 * Exact: whatever those who are left vote, or whether they do, the outcome is the same. The worst for
 * the answer that leads is that all of them vote for the one next to it, the best that all vote for
 * it; where it wins in the one, or does not even in the other, nothing in between changes that.
 */
export const isCertain: StopRule = (tally, threshold) => {
  const { lead, second, valid, open } = tally;
  if (open <= 0) return true;
  const worst = { ...tally, second: second + open, valid: valid + open };
  if (wins(worst, threshold)) return true;
  return !wins({ ...tally, lead: lead + open, valid: valid + open }, threshold);
};

/**
 * Certain, or the leading answer is at 95 % what voters of this kind answer by the share that is asked
 * for: the stopping rule of P. Aggarwal, A. Madaan, Y. Yang and Mausam, "Let's Sample Step by Step:
 * Adaptive-Consistency for Efficient Reasoning and Coding with LLMs" (EMNLP 2023, arXiv:2305.11860),
 * with its Beta posterior over a uniform prior and its 0.95. They compare the leading answer with the
 * one next to it; here it stands against all others together, and its share must be above the
 * threshold and not only above one half, which stops later. Below a threshold of one half it must be
 * likely to be ahead of the next one as well; the doubts are added up.
 *
 * Only a winner is called likely; that there is none is waited for until it is certain.
 */
const isLikely: StopRule = (tally, threshold) => {
  if (isCertain(tally, threshold)) return true;
  if (!wins(tally, threshold)) return false;
  const votes = evenVotes(tally);
  const lead = (tally.lead / tally.valid) * votes;
  const second = (tally.second / tally.valid) * votes;
  const share = threshold ?? 0.5;
  const short = betaBelow(share, lead + 1, votes - lead + 1);
  const behind = share < 0.5 ? betaBelow(0.5, lead + 1, second + 1) : 0;
  return short + behind < doubt;
};

export const stopRules: Readonly<Record<EarlyStop, StopRule>> = {
  never: ({ open }) => open <= 0,
  certain: isCertain,
  likely: isLikely,
};
