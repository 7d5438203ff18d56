import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { PromptItem, PromptsWorkload } from '../../spec/work/prompts-workload.ts';
import { batchNumbers } from '../batch-numbers.ts';
import { type Message, type Plan, priorityOf } from '../plan.ts';
import { weightedTurns } from '../weighted-turns.ts';
import { taskIds } from './task-ids.ts';

/**
 * The tasks of a workload of prompts: every prompt once, in its order, then all of them again for
 * each repetition. A prompt that names a role goes there; the others are spread over the roles by
 * their agents, so that any first part of the plan has nearly the right mix.
 */
export function compilePrompts(spec: ResolvedSpec, { items, repeat }: PromptsWorkload): Plan {
  const size = items.length * repeat;
  const role = new Uint16Array(size);
  const priority = new Int16Array(size);
  const byName = new Map(spec.roles.map(({ name }, index) => [name, index]));
  const nextRole = weightedTurns(turnsOf(spec));
  for (let task = 0; task < size; task++) {
    const item = items[task % items.length];
    role[task] = item.role === undefined ? nextRole() : (byName.get(item.role) as number);
    priority[task] =
      item.priority === undefined ? spec.roles[role[task]].priority : priorityOf(item.priority);
  }
  const hasDeadline = items.some((item) => item.deadlineSeconds !== undefined);
  const agents = spec.roles.map((each) => each.agents);
  const id = taskIds(items, repeat);
  return {
    size,
    role,
    priority,
    batch: batchNumbers(role, priority, agents, spec.batch),
    deadlineMs: hasDeadline
      ? Float64Array.from({ length: size }, (_, task) => deadlineMs(items[task % items.length]))
      : null,
    id,
    messages(task): Message[] {
      const { prompt, system = spec.roles[role[task]].instructions } = items[task % items.length];
      const user: Message = { role: 'user', content: prompt };
      return system === null ? [user] : [{ role: 'system', content: system }, user];
    },
  };
}

/** By their agents; a role that is there to reduce takes none where there are others. */
function turnsOf({ roles, reduce }: ResolvedSpec): number[] {
  const reducing = roles.length > 1 ? reduce?.role : undefined;
  return roles.map(({ name, agents }) => (name === reducing ? 0 : agents));
}

function deadlineMs({ deadlineSeconds }: PromptItem): number {
  return deadlineSeconds === undefined ? Number.POSITIVE_INFINITY : deadlineSeconds * 1000;
}
