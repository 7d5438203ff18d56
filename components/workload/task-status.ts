import { TaskStatus } from '../../src/state/agent-state.ts';

/** In a call, in tools, or backing off between two tries. */
export const isWorking = (status: number): boolean =>
  status === TaskStatus.running || status === TaskStatus.tool || status === TaskStatus.retrying;

export const isBad = (status: number): boolean =>
  status === TaskStatus.failed || status === TaskStatus.poison;

export const hasEnded = (status: number): boolean => status >= TaskStatus.done;
