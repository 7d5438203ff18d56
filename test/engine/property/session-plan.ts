import type { Plan } from '../../../src/plan/plan.ts';
import type { NewTask } from '../../../src/plan/task-table.ts';
import type { Answers, PlanPast } from '../../../src/plan/unfolding.ts';
import type { RunEvent } from '../../../src/state/events.ts';
import { promptsOf } from './prompts.ts';
import type { Scenario } from './scenario.ts';
import { endsOf } from './work/end-book.ts';

/** What a session is given of the plan, as the store would give it. */
export interface SessionPlan {
  readonly plan: Plan;
  readonly past: PlanPast | undefined;
  /** Null leaves it to the engine to hold them. */
  readonly answers: Answers | null;
}

/** @param added by number, the tasks that earlier sessions have added */
export function sessionPlan(
  scenario: Scenario,
  events: readonly RunEvent[],
  added: readonly NewTask[],
  durableSeq: () => number,
): SessionPlan {
  const plan = planOf(scenario);
  if (plan.graph === undefined || events.length === 0)
    return { plan, past: undefined, answers: null };
  const ends = endsOf(events);
  const past = ends.past(events);
  for (const { first, count } of past.additions)
    for (let task = first; task < first + count; task++) plan.graph.table.add(added[task]);
  return { plan, past, answers: durableAnswers(events, durableSeq) };
}

/** What tasks have answered, as far as a crash would leave it. */
function durableAnswers(events: readonly RunEvent[], durableSeq: () => number): Answers {
  const texts = new Map<number, { readonly text: string; readonly seq: number }>();
  let read = 0;
  return {
    text(task) {
      for (; read < events.length; read++) {
        const event = events[read];
        if (event.type === 'task.finished') texts.set(event.task, event);
      }
      const answer = texts.get(task);
      return answer !== undefined && answer.seq <= durableSeq() ? answer.text : null;
    },
  };
}

/** The plan of the scenario's tasks, whose prompts name their numbers. */
export function planOf({ tasks, work }: Scenario): Plan {
  const prompts = promptsOf(tasks);
  const messages = (task: number) => prompts[task];
  if (work === null) {
    const { size, role, priority, batch } = tasks;
    const id = (task: number) => `task-${task}`;
    return { size, role, priority, batch, deadlineMs: null, id, messages };
  }
  const plan = work.plan();
  return Object.create(plan, {
    messages: {
      value(task: number) {
        // What it would be asked can be said when it is its turn.
        plan.messages(task);
        return prompts[task];
      },
    },
  }) as Plan;
}
