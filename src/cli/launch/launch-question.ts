import type { LaunchEstimate, LaunchQuestion } from '../../../components/launch-choices.ts';
import { capsWords } from '../../cost/caps-words.ts';
import { moneyWords } from '../../cost/money-words.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import { isCapped } from '../../state/budget-caps.ts';
import { count } from '../format.ts';
import { capsOf } from '../session-money.ts';

/** A launch is asked about from here on. */
const manyTasks = 1_000;
const muchNanoUsd = 1e9;

/**
 * What is asked before a run that will cost more than a dollar, or of which nobody can say what it
 * costs, or that is large where somebody is paid; null where it goes without.
 */
export function launchQuestion(
  spec: ResolvedSpec,
  { tasks, taskWords, billed, costNanoUsd, unpriced }: LaunchEstimate,
): LaunchQuestion | null {
  if (!billed) return null;
  const caps = capsOf(spec);
  const capped = isCapped(caps);
  const costly = costNanoUsd !== null && costNanoUsd.expected > muchNanoUsd;
  const unbounded = costNanoUsd === null && !capped;
  if (!costly && !unbounded && tasks <= manyTasks) return null;
  const names = spec.routes.map(({ name }) => name);
  const cost =
    costNanoUsd === null
      ? `nobody knows what ${unpriced.join(' and ')} costs`
      : `~${moneyWords(costNanoUsd.expected)} is expected, ${moneyWords(costNanoUsd.low)} to ${moneyWords(costNanoUsd.high)}`;
  const roles = spec.roles.map(({ name }) => name);
  const budget = capped ? `the budget is ${capsWords(caps, roles)}` : 'no budget stops it';
  return {
    title: `Launch ${taskWords} on ${names.length > 1 ? `${count(names.length)} routes` : names[0]}?`,
    words: `${cost}; ${budget}.`,
  };
}
