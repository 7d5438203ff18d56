import type { Plan } from '../../../src/plan/plan.ts';
import type { Chance } from '../../helpers/chance.ts';
import { longestPrompt, shortestPrompt } from './prompts.ts';
import type { ScenarioTasks } from './scenario.ts';

/** Tasks in batches of one role; priorities by role, by batch, or by task. */
export function drawTasks(chance: Chance, size: number, roles: number): ScenarioTasks {
  const tasks = {
    size,
    role: new Uint16Array(size),
    priority: new Int16Array(size),
    batch: new Uint32Array(size),
    length: new Uint16Array(size),
  };
  const longestBatch = chance.happens(0.6) ? 1 : chance.whole(2, 20);
  const longest = chance.pick([shortestPrompt, 200, longestPrompt]);
  const urgency = chance.pick(['all the same', 'by role', 'by batch', 'by task'] as const);
  const byRole = Array.from({ length: roles }, () => drawPriority(chance));
  for (let first = 0, batch = 0; first < size; batch++) {
    const length = Math.min(size - first, chance.whole(1, longestBatch));
    const role = chance.whole(0, roles - 1);
    const ofBatch = urgency === 'by role' ? byRole[role] : drawPriority(chance);
    for (let task = first; task < first + length; task++) {
      tasks.role[task] = role;
      tasks.batch[task] = batch;
      tasks.length[task] = chance.whole(shortestPrompt, longest);
      tasks.priority[task] =
        urgency === 'all the same' ? 100 : urgency === 'by task' ? drawPriority(chance) : ofBatch;
    }
    first += length;
  }
  return tasks;
}

/** The tasks of a plan that may come to `size`, with prompts of drawn lengths; each a batch of its own. */
export function columnsOf(chance: Chance, plan: Plan, size: number): ScenarioTasks {
  const longest = chance.pick([shortestPrompt, 200, longestPrompt]);
  const role = new Uint16Array(size);
  const priority = new Int16Array(size);
  role.set(plan.role);
  priority.set(plan.priority);
  return {
    ...{ size, role, priority },
    batch: Uint32Array.from({ length: size }, (_, task) => task),
    length: Uint16Array.from({ length: size }, () => chance.whole(shortestPrompt, longest)),
  };
}

function drawPriority(chance: Chance): number {
  return chance.pick([300, 200, 100, 0]);
}
