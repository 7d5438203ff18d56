import { TaskStatus } from './agent-state.ts';
import type { RunState } from './run-state.ts';

/** Which ends of tasks are asked for. */
export const resultKinds = ['all', 'done', 'failed', 'cancelled'] as const;
export type ResultKind = (typeof resultKinds)[number];

/** What they are put in order by: the plan, or the one that has most of it first. */
export const resultOrders = ['plan', 'newest', 'cost', 'tokens'] as const;
export type ResultOrder = (typeof resultOrders)[number];

export interface ResultWish {
  readonly kind: ResultKind;
  readonly order: ResultOrder;
  readonly reversed: boolean;
}

const { done, failed, cancelled, skipped, poison } = TaskStatus;

const statusesOf: Readonly<Record<ResultKind, readonly number[]>> = {
  all: [done, failed, cancelled, skipped, poison],
  done: [done],
  failed: [failed, poison],
  cancelled: [cancelled, skipped],
};

/** The tasks that have ended so, in the order asked for. */
export function endedTasks({ tasks }: RunState, wish: ResultWish): Int32Array {
  const asked = new Uint8Array(Object.keys(TaskStatus).length);
  for (const status of statusesOf[wish.kind]) asked[status] = 1;
  const found = new Int32Array(tasks.size);
  let count = 0;
  for (let task = 0; task < tasks.size; task++)
    if (asked[tasks.status[task]] === 1) found[count++] = task;
  const ended = found.subarray(0, count);
  const key = keyOf(tasks, wish.order);
  if (key !== null) ended.sort((a, b) => key[b] - key[a] || a - b);
  return wish.reversed ? ended.reverse() : ended;
}

function keyOf(tasks: RunState['tasks'], order: ResultOrder) {
  if (order === 'newest') return tasks.sinceT;
  if (order === 'cost') return tasks.costNanoUsd;
  return order === 'tokens' ? tasks.tokens : null;
}
