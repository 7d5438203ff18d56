/** The tasks of a workflow in an order in which each stands after what it needs. */
export interface TaskOrder {
  readonly order: readonly number[];
  /** By task: one more than the highest of what it needs, from 0. */
  readonly levels: readonly number[];
}

/** @param needs by task, indexes of tasks; without circles, see `circleIn` */
export function taskOrder(needs: readonly (readonly number[])[]): TaskOrder {
  const levels = needs.map(() => 0);
  const open = needs.map((of) => of.length);
  const dependents = dependentsOf(needs);
  const order: number[] = [];
  for (let task = 0; task < needs.length; task++) if (open[task] === 0) order.push(task);
  for (let at = 0; at < order.length; at++) {
    for (const dependent of dependents[order[at]]) {
      levels[dependent] = Math.max(levels[dependent], levels[order[at]] + 1);
      open[dependent] -= 1;
      if (open[dependent] === 0) order.push(dependent);
    }
  }
  return { order, levels };
}

/** By task, which need it. */
export function dependentsOf(needs: readonly (readonly number[])[]): number[][] {
  const dependents: number[][] = needs.map(() => []);
  for (const [task, of] of needs.entries()) for (const need of of) dependents[need].push(task);
  return dependents;
}

/** Tasks that need each other in a circle, in the order of the need, the first again at the end; null where none do. */
export function circleIn(needs: readonly (readonly number[])[]): readonly number[] | null {
  const { order } = taskOrder(needs);
  if (order.length === needs.length) return null;
  const ordered = new Set(order);
  // Each that is left needs another that is left: who follows these comes back to where they were.
  const seen: number[] = [];
  let task = needs.findIndex((_, index) => !ordered.has(index));
  while (!seen.includes(task)) {
    seen.push(task);
    task = needs[task].find((need) => !ordered.has(need)) as number;
  }
  return [...seen.slice(seen.indexOf(task)), task];
}
