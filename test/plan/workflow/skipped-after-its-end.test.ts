import { expect, test } from 'vitest';
import type { PlanStep } from '../../../src/plan/unfolding.ts';
import { planOf } from './support.ts';

const answers = { text: (task: number) => `answer ${task}` };

/** Ends that come one after the other, as the engine tells them once they are durable. */
async function unfolding(tasks: object, ...cancelled: number[]) {
  const plan = await planOf({ workflow: { tasks } });
  const unfolding = plan.graph?.unfolding;
  if (unfolding === undefined) throw new Error('the plan has no graph');
  unfolding.begin({ ends: [], additions: [] }, answers);
  for (const task of cancelled) unfolding.ended({ task, status: 'cancelled' });
  return unfolding;
}

const kinds = (steps: readonly PlanStep[]) =>
  steps.map((step) => (step.kind === 'extend' ? 'extend' : `${step.kind} ${step.tasks}`));

test('a task that had been cancelled before it was to be skipped does not come back by itself', async () => {
  // All are cancelled at once: a is told of first, for which b and c would be skipped.
  const tasks = {
    a: { prompt: 'x' },
    b: { needs: 'a', prompt: 'x' },
    c: { needs: 'b', prompt: 'x' },
  };
  const course = await unfolding(tasks, 0, 1, 2);
  const steps = course.reopened([0, 2]);
  expect(kinds(steps)).toEqual(['unskip 2', 'skip 2']);
  expect(steps[1]).toMatchObject({ reason: 'b was cancelled' });
  expect(kinds(course.ended({ task: 0, status: 'done' }))).toEqual([]);
});

test('items that were skipped come back though another was cancelled by hand', async () => {
  const tasks = {
    a: { prompt: 'x' },
    b: { needs: 'a', forEach: ['one', 'two'], prompt: '{{item}}' },
    c: { needs: 'b', prompt: 'x' },
  };
  const course = await unfolding(tasks, 1, 0);
  expect(kinds(course.reopened([0]))).toEqual(['unskip 2,3']);
  expect(kinds(course.ended({ task: 0, status: 'done' }))).toEqual(['release 2']);
  expect(kinds(course.ended({ task: 2, status: 'done' }))).toEqual(['skip 3']);
});
