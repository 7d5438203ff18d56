import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { planOf, release, statuses } from './course-plan.ts';
import { Swarm, type SwarmOptions } from './swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ latencyMs: 5, outputTokens: 3 });
});
afterEach(() => simulator.stop());

function swarmOf(plan: Plan, options: Partial<SwarmOptions> = {}): Swarm {
  return new Swarm({ urls: [`${simulator.url}/v1`], plan, agents: 1, ...options }).start();
}

const task = (number: number) => ({ selection: { tasks: [number] } });

test('the agent of a task that was cut and is kept back does other work', async () => {
  const swarm = swarmOf(planOf({ tasks: 2, begin: () => [release(0, 1)] }));
  await swarm.until('call.sent');
  swarm.ask({ type: 'pause', mode: 'hard' });
  expect(swarm.ask({ type: 'hold', ...task(0) }).ok).toBe(true);
  swarm.ask({ type: 'resume' });
  await swarm.until('task.finished', (finished) => finished.task === 1);
  swarm.ask({ type: 'unhold', ...task(0) });
  expect((await swarm.ended).exitCode).toBe(0);
});

test('a task that stood aside for its money and was kept back meanwhile is in the queue once', async () => {
  const plan = planOf(
    { tasks: 3, begin: () => [release(0, 1, 2)] },
    {
      capped: true,
      // A call of three tokens costs 3,000 nano-dollars: there is money for two, one at a time.
      workflows: [{ name: 'hr', budgetNanoUsd: 6_500, timeoutSeconds: null }],
      workflowOf: () => 0,
    },
  );
  const swarm = swarmOf(plan, { agents: 3, maxOutputTokens: 3 });
  await swarm.until('call.sent', (sent) => sent.task === 1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(statuses(swarm)).toEqual(['running', 'running', 'queued']);
  swarm.ask({ type: 'hold', ...task(2) });
  swarm.ask({ type: 'unhold', ...task(2) });
  expect((await swarm.ended).exitCode).toBe(1);
  expect(swarm.all('task.failed')).toHaveLength(1);
});

test('a task that is tried again is not kept back any more, and is due when the plan says so', async () => {
  const plan = planOf({
    tasks: 3,
    begin: () => [release(0)],
    ended: (end) => (end.task === 0 ? [release(1, 2)] : []),
    reopened: (tasks) => [{ kind: 'unskip', tasks }],
  });
  const swarm = swarmOf(plan);
  swarm.ask({ type: 'hold', ...task(1) });
  await swarm.until('tasks.released', ({ tasks }) => tasks.includes(2));
  swarm.ask({ type: 'cancel', ...task(1) });
  swarm.ask({ type: 'retry', ...task(1) });
  expect(swarm.engine.state.paused.size).toBe(0);
  expect(swarm.ask({ type: 'hold', ...task(1) }).ok).toBe(true);
  swarm.ask({ type: 'unhold', ...task(1) });
  expect(statuses(swarm)[1]).toBe('blocked');
  swarm.ask({ type: 'cancel', ...task(1) });
  expect((await swarm.ended).exitCode).toBe(1);
});

test('what follows on a task that no agent had is for any agent', async () => {
  const plan = planOf({
    tasks: 3,
    begin: () => [release(0, 1)],
    ended: (end) => (end.task === 1 ? [{ kind: 'release', tasks: [2], after: 1 }] : []),
  });
  const swarm = swarmOf(plan, { concurrency: 1 });
  swarm.ask({ type: 'cancel', ...task(1) });
  expect((await swarm.ended).exitCode).toBe(1);
  expect(statuses(swarm)).toEqual(['done', 'cancelled', 'done']);
});

test('an end that is taken back before it is durable brings nothing about', async () => {
  const told: string[] = [];
  const plan = planOf({
    tasks: 2,
    begin: () => [release(0, 1)],
    ended({ task, status }) {
      told.push(`${task} ${status}`);
      return [];
    },
    reopened(tasks) {
      told.push(`${tasks} reopened`);
      return [];
    },
  });
  const swarm = swarmOf(plan);
  swarm.ask({ type: 'cancel', ...task(1) });
  swarm.ask({ type: 'retry', ...task(1) });
  expect((await swarm.ended).exitCode).toBe(0);
  expect(told).toEqual(['1 reopened', '0 done', '1 done']);
});

test('a task that was dropped and is needed after all is told of when it ends', async () => {
  const told: string[] = [];
  const plan = planOf({
    tasks: 2,
    begin: () => [release(0), { kind: 'drop', tasks: [1], reason: 'it is decided' }],
    ended({ task, status }) {
      told.push(`${task} ${status}`);
      return task === 0 ? [{ kind: 'unskip', tasks: [1] }, release(1)] : [];
    },
  });
  expect((await swarmOf(plan).ended).exitCode).toBe(0);
  expect(told).toEqual(['0 done', '1 done']);
});

test('a task that an agent has begun is not skipped: it ends by itself', async () => {
  const told: string[] = [];
  const plan = planOf({
    tasks: 2,
    begin: () => [release(0, 1)],
    ended({ task, status }) {
      told.push(`${task} ${status}`);
      return status === 'cancelled' ? [{ kind: 'skip', tasks: [1], reason: 't0' }] : [];
    },
  });
  const swarm = swarmOf(plan, { agents: 2 });
  await swarm.until('call.sent', (sent) => sent.task === 1);
  swarm.ask({ type: 'cancel', ...task(0) });
  await swarm.ended;
  expect(told).toEqual(['0 cancelled', '1 done']);
  expect(swarm.all('tasks.skipped')).toEqual([]);
});

test('what a canary holds back and is cancelled, or kept back and let go on, is done as that says', async () => {
  const plan = planOf({ tasks: 4, begin: () => [release(0, 1, 2, 3)] });
  const swarm = swarmOf(plan, { change: { canary: 1 } });
  await swarm.until('canary.reached');
  swarm.ask({ type: 'cancel', ...task(1) });
  swarm.ask({ type: 'hold', ...task(2) });
  swarm.ask({ type: 'unhold', ...task(2) });
  swarm.ask({ type: 'resume' });
  expect((await swarm.ended).exitCode).toBe(1);
  expect(statuses(swarm)).toEqual(['done', 'cancelled', 'done', 'done']);
  expect(swarm.engine.state.totals.calls).toBe(3);
});
