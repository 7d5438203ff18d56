import { EndBook } from '../work/end-book.ts';
import type { Invariant } from '../world.ts';

/** Once all is done, what was skipped is what the workload's rules say of the ends that there are, no more and no less. */
export const skipsByTheRules: Invariant = (world) => {
  const { work } = world.scenario;
  const book = new EndBook();
  return {
    event(event) {
      book.note(event);
      return null;
    },
    ended: ({ phase }) => (phase === 'DONE' ? (work?.judge(book, world.plan) ?? null) : null),
  };
};
