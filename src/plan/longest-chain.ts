import type { Plan } from './plan.ts';

/**
 * How many calls of each role stand in the longest row of tasks of which each needs the one before; empty where
 * every task stands alone. What is added while the run lives is not known yet.
 */
export function longestChain(plan: Plan, roles: number): readonly number[] {
  const { graph, size } = plan;
  if (graph === undefined) return [];
  const length = new Uint32Array(size);
  const before = new Int32Array(size).fill(-1);
  // By hand, since a row may be longer than the stack is deep.
  const open: number[] = [];
  for (let task = 0; task < size; task++) {
    if (length[task] === 0) open.push(task);
    while (open.length > 0) {
      const at = open.at(-1) as number;
      const needs = graph.needs(at);
      const missing = length[at] > 0 ? [] : needs.filter((need) => length[need] === 0);
      if (missing.length > 0) {
        // One by one: there may be more than a call takes arguments.
        for (const need of missing) open.push(need);
        continue;
      }
      open.pop();
      if (length[at] > 0) continue;
      for (const need of needs)
        if (before[at] < 0 || length[need] > length[before[at]]) before[at] = need;
      length[at] = 1 + (before[at] < 0 ? 0 : length[before[at]]);
    }
  }
  let last = 0;
  for (let task = 0; task < size; task++) if (length[task] > length[last]) last = task;
  const calls = new Array<number>(roles).fill(0);
  for (let task = size === 0 ? -1 : last; task >= 0; task = before[task]) calls[plan.role[task]]++;
  return calls;
}
