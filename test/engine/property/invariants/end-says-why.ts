import { isCapped } from '../../../../src/state/budget-caps.ts';
import { EndBook } from '../work/end-book.ts';
import type { Invariant, World } from '../world.ts';

/** How a run ends and its exit code say what happened: done and well, done with failures, money used up, stopped by hand, given up. */
export const endSaysWhy: Invariant = (world) => {
  const book = new EndBook();
  return {
    event(event) {
      book.note(event);
      return null;
    },
    ended({ phase, exitCode, reason }) {
      const { tasks } = world.state;
      const said = `${phase} with exit code ${exitCode} (${reason ?? 'no reason'})`;
      switch (phase) {
        case 'DONE': {
          const good = [...book.ends.values()].filter(
            ({ status, off }) => status === 'done' || off,
          );
          const well = good.length === tasks.size;
          return exitCode === (well ? 0 : 1)
            ? null
            : `${said}, and ${well ? 'all' : 'not all'} tasks are done`;
        }
        case 'STOPPED':
          if (exitCode === 3) return usedUp(world) ? null : `${said}, and no budget is used up`;
          if (!world.rules.stopped) return `${said}, and nobody stopped it`;
          return exitCode === 130 ? null : `${said} after a stop by hand`;
        case 'FAILED':
          if (reason === null) return `${said}, without a reason`;
          if (exitCode === 1) return world.diskFull ? null : `${said}, and the disk is not full`;
          return exitCode === 4 ? null : said;
      }
    },
  };
};

/** Tasks wait, nothing runs that could bring money back, and there is a cap. */
function usedUp({ rules, state, book }: World): boolean {
  return isCapped(rules.budget) && state.queued > 0 && book.inFlight === 0;
}
