import type { Tally } from './tally.ts';
import type { WorkloadScene } from './workload-scene.ts';

/** What is under way and in trouble goes before what is under way, that before what waits, and what is done comes last. */
function urgency({ ended, total, failed, running, retrying, queued }: Tally): number {
  if (ended < total) return (running + retrying + queued > 0 ? 2 : 1) + (failed > 0 ? 1 : 0);
  return failed > 0 ? 1.5 : 0;
}

/** Numbers of those that a person looks at first; at most so many. Variants stand as they are: they are compared. */
export function byUrgency({ work, tallies }: WorkloadScene, most: number): number[] {
  const all = [...tallies.keys()];
  if (work.kind !== 'compare')
    all.sort((a, b) => urgency(tallies[b]) - urgency(tallies[a]) || a - b);
  return all.slice(0, most);
}
