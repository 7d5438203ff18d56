/**
 * Numbers the batches: up to `batch` tasks of one role and priority, in the order of the plan.
 *
 * A batch is made smaller where a role would otherwise have fewer batches than agents, so that every
 * agent gets work; and it never mixes priorities, so that nothing urgent waits behind its batch.
 *
 * @param role index of each task's role
 * @param agents agents of each role, at least one
 */
export function batchNumbers(
  role: Uint16Array,
  priority: Int16Array,
  agents: readonly number[],
  batch: number,
): Uint32Array {
  const tasks = agents.map(() => 0);
  for (const index of role) tasks[index]++;
  const most = agents.map((count, index) => Math.min(batch, Math.ceil(tasks[index] / count)));
  const open = agents.map(() => new Map<number, { number: number; left: number }>());
  const numbers = new Uint32Array(role.length);
  let batches = 0;
  for (let task = 0; task < role.length; task++) {
    const ofRole = open[role[task]];
    let current = ofRole.get(priority[task]);
    if (current === undefined || current.left === 0) {
      current = { number: batches++, left: most[role[task]] };
      ofRole.set(priority[task], current);
    }
    current.left--;
    numbers[task] = current.number;
  }
  return numbers;
}
