import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { percent } from '../parts/format.ts';
import { spentWords } from './money-sentences.ts';
import { sentence } from './spoken.ts';

/** Nano-dollars below which nobody wants to hear of each step. */
const leastNanoUsd = 100_000_000;

/** Says how much was spent each time it has come so much further. */
export class SpendingSteps {
  private step: number;

  constructor(snapshot: RunSnapshot) {
    this.step = stepOf(snapshot);
  }

  look(snapshot: RunSnapshot): string[] {
    const step = stepOf(snapshot);
    if (step === this.step) return [];
    const rose = step > this.step;
    this.step = step;
    return rose ? [sentence(`${spentWords(snapshot)}${shareWords(snapshot)}`)] : [];
  }
}

/** Tenths of the cap; without one 10, 20 and 50 cents, 1, 2 and 5 dollars, and so on. */
function stepOf({ budget: { spentNanoUsd, capNanoUsd } }: RunSnapshot): number {
  const spent = spentNanoUsd ?? 0;
  if (capNanoUsd !== null) return capNanoUsd === 0 ? 0 : Math.floor((10 * spent) / capNanoUsd);
  let step = 0;
  for (let at = leastNanoUsd; at <= spent; step++) at *= step % 3 === 1 ? 2.5 : 2;
  return step;
}

function shareWords({ budget: { spentNanoUsd, capNanoUsd } }: RunSnapshot): string {
  if (capNanoUsd === null || capNanoUsd === 0) return '';
  return `, ${percent((spentNanoUsd ?? 0) / capNanoUsd)} % of the budget`;
}
