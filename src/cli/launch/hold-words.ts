import type { TimeEstimate } from '../../plan/estimate.ts';
import { count } from '../format.ts';

/**
 * What holds a run at its shortest time: `tokens/min on azure/gpt-5-mini (90,000)`, `the agents of
 * kaoz (400)`.
 *
 * @param roles how many the run has
 */
export function holdWords({ heldBy, of, allows }: TimeEstimate, roles: number): string {
  if (heldBy === 'agents')
    return `${roles === 1 ? 'its agents' : `the agents of ${of}`} (${count(allows)})`;
  if (heldBy === 'concurrency') return `concurrency (${count(allows)})`;
  if (heldBy === 'needs') return `the order of the work (${count(allows)} calls in a row)`;
  const limit = heldBy.replace('limits.', '');
  const [, unit = limit, span = ''] = /^(requests|tokens)Per(\w+)$/.exec(limit) ?? [];
  const per = span === '' ? '' : `/${spanWords[span] ?? span}`;
  return `${unit}${per}${of === null ? '' : ` on ${of}`} (${count(allows)})`;
}

const spanWords: Readonly<Record<string, string>> = {
  Second: 's',
  Minute: 'min',
  Hour: 'h',
  Day: 'day',
};
