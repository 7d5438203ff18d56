import { TaskStatus } from '../../../../src/state/agent-state.ts';
import type { Invariant } from '../world.ts';

/** A run that is done leaves no task waiting for others, and none ends because nothing goes on in it. */
export const planToItsEnd: Invariant = (world) => ({
  ended({ phase, reason }) {
    if (reason?.includes("a fault of swarmdeck's")) return reason;
    const waiting = world.state.counts.byStatus[TaskStatus.blocked];
    if (phase !== 'DONE' || waiting === 0) return null;
    return `the run is done, and ${waiting} tasks wait for others`;
  },
});
