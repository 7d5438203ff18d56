import { afterEach, expect, test } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import type { Answers, PlanStep } from '../../src/plan/unfolding.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { planOf, release, statuses } from './course-plan.ts';
import { Swarm, type SwarmOptions } from './swarm.ts';

const simulators: Simulator[] = [];

afterEach(async () => {
  await Promise.all(simulators.splice(0).map((simulator) => simulator.stop()));
});

async function swarmOf(plan: Plan, options: Partial<SwarmOptions> = {}): Promise<Swarm> {
  const simulator = await startSimulator({ latencyMs: 5, outputTokens: 3 });
  simulators.push(simulator);
  return new Swarm({ urls: [`${simulator.url}/v1`], plan, agents: 4, ...options });
}

test('tasks wait until they are released, and are done in that order', async () => {
  const swarm = await swarmOf(
    planOf({
      tasks: 3,
      begin: () => [release(2)],
      ended: ({ task }) => (task > 0 ? [release(task - 1)] : []),
    }),
  );
  swarm.start();
  expect(statuses(swarm)).toEqual(['blocked', 'blocked', 'queued']);
  expect((await swarm.ended).exitCode).toBe(0);
  expect(swarm.all('task.finished').map(({ task }) => task)).toEqual([2, 1, 0]);
});

test('a plan that grows is done to its end', async () => {
  const swarm = await swarmOf(
    planOf({
      tasks: 1,
      begin: () => [release(0)],
      ended({ task }, table) {
        if (task !== 0) return [];
        const first = table.size;
        for (let i = 0; i < 100; i++) table.add({ id: `t0.${i}`, role: 0, priority: 100 });
        const tasks = Array.from({ length: 100 }, (_, i) => first + i);
        return [{ kind: 'extend', by: 't0', first, count: 100 }, release(...tasks)];
      },
    }),
  );
  swarm.start();
  expect((await swarm.ended).exitCode).toBe(0);
  expect(swarm.engine.state.tasks.size).toBe(101);
  expect(swarm.all('plan.extended')).toMatchObject([{ by: 't0', first: 1, count: 100 }]);
  expect(new Set(swarm.all('task.finished').map(({ task }) => task)).size).toBe(101);
});

test('tasks that a plan is given later are paid as the others are', async () => {
  const plan = planOf({
    tasks: 1,
    begin: () => [release(0)],
    ended({ task }, table) {
      if (task !== 0) return [];
      for (let i = 0; i < 9; i++) table.add({ id: `t0.${i}`, role: 0, priority: 100 });
      const tasks = Array.from({ length: 9 }, (_, i) => 1 + i);
      return [{ kind: 'extend', by: 't0', first: 1, count: 9 }, release(...tasks)];
    },
  });
  const budget = { runNanoUsd: 1e9 };
  const swarm = await swarmOf(plan, { maxOutputTokens: 3, budget, inputCosts: true });
  swarm.start();
  expect((await swarm.ended).exitCode).toBe(0);
  const [first, ...others] = swarm.all('task.started').map((started) => started.reservedNanoUsd);
  expect(first).toBeGreaterThan(3_000);
  expect(others).toEqual(Array(9).fill(first));
});

test('what is skipped is no call, and no success either', async () => {
  const skip: PlanStep = { kind: 'skip', tasks: [1], reason: 't0 failed' };
  const swarm = await swarmOf(planOf({ tasks: 2, begin: () => [release(0)], ended: () => [skip] }));
  swarm.start();
  expect((await swarm.ended).exitCode).toBe(1);
  expect(statuses(swarm)).toEqual(['done', 'skipped']);
  expect(swarm.engine.state.totals.calls).toBe(1);
});

test('what a condition skips, and what nobody needs any more, is no failure', async () => {
  const swarm = await swarmOf(
    planOf({
      tasks: 4,
      begin: () => [release(0, 1, 2)],
      ended: ({ task }) => {
        if (task !== 0) return [];
        return [
          { kind: 'drop', tasks: [1, 2], reason: 'it is decided' },
          { kind: 'skip', tasks: [3], reason: 'not wanted', harmless: true },
        ];
      },
    }),
    // One call at a time: the others wait when the first has ended.
    { concurrency: 1, agents: 1 },
  );
  swarm.start();
  expect((await swarm.ended).exitCode).toBe(0);
  expect(statuses(swarm)).toEqual(['done', 'skipped', 'skipped', 'skipped']);
});

test('a call whose answer nobody needs any more is cut, and its money is free', async () => {
  const slow = await startSimulator({ firstTokenMs: 5, tokensPerSecond: 20, outputTokens: 400 });
  simulators.push(slow);
  const plan = planOf({
    tasks: 3,
    begin: () => [release(0, 1, 2)],
    ended: ({ task }) =>
      task === 0 ? [{ kind: 'drop', tasks: [1, 2], reason: 'it is decided' }] : [],
  });
  const swarm = new Swarm({
    urls: [`${slow.url}/v1`],
    plan,
    agents: 3,
    budget: { runNanoUsd: 1e9 },
  });
  swarm.start();
  await swarm.until('call.streaming', ({ task }) => task === 2);
  swarm.ask({ type: 'cancel', selection: { tasks: [0] } });
  expect(await swarm.ended).toMatchObject({ phase: 'DONE', exitCode: 1 });
  expect(statuses(swarm)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  expect(swarm.all('task.cancelled').map(({ unneeded = false }) => unneeded)).toEqual([
    false,
    true,
    true,
  ]);
  expect(swarm.engine.state.totals.reservedNanoUsd).toBe(0);
  expect(swarm.engine.state.inFlight).toBe(0);
});

test('the agent of one task goes on with the next where the plan says so', async () => {
  const swarm = await swarmOf(
    planOf({
      tasks: 8,
      begin: () => [release(0, 4)],
      ended: ({ task }) =>
        task % 4 === 3 ? [] : [{ kind: 'release', tasks: [task + 1], after: task }],
    }),
  );
  swarm.start();
  expect((await swarm.ended).exitCode).toBe(0);
  const agents = new Map(swarm.all('task.finished').map(({ task, agent }) => [task, agent]));
  expect(new Set([0, 1, 2, 3].map((task) => agents.get(task))).size).toBe(1);
  expect(new Set([4, 5, 6, 7].map((task) => agents.get(task))).size).toBe(1);
});

test('tasks that are kept back wait, also when they are due, until they may go on', async () => {
  const swarm = await swarmOf(
    planOf({
      tasks: 2,
      begin: () => [release(0)],
      ended: ({ task }) => (task ? [] : [release(1)]),
    }),
  );
  swarm.start();
  expect(swarm.ask({ type: 'hold', selection: { tasks: [1] } }).ok).toBe(true);
  await swarm.until('task.finished');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(statuses(swarm)).toEqual(['done', 'blocked']);
  expect(swarm.ask({ type: 'unhold', selection: { tasks: [1] } })).toMatchObject({
    ok: true,
    effect: '1 task let go on',
  });
  expect((await swarm.ended).exitCode).toBe(0);
});

test('a task that is tried again brings back what was skipped for it', async () => {
  let refuse = true;
  const plan = planOf({
    tasks: 3,
    begin: () => [release(0, 2)],
    ended: ({ task, status }) => {
      if (task !== 0) return [];
      if (status === 'done') return [release(1)];
      return [{ kind: 'skip', tasks: [1], reason: `t0 ${status}` }];
    },
    reopened: (tasks) => (tasks.includes(0) ? [{ kind: 'unskip', tasks: [1] }] : []),
  });
  const swarm = await swarmOf(plan, { concurrency: 1, agents: 1 });
  swarm.engine.onEvent((event) => {
    if (event.type === 'task.started' && event.task === 0 && refuse)
      swarm.ask({ type: 'cancel', selection: { tasks: [0] } });
    if (event.type !== 'tasks.skipped') return;
    refuse = false;
    swarm.ask({ type: 'retry', selection: { tasks: [0] } });
  });
  swarm.start();
  expect((await swarm.ended).exitCode).toBe(0);
  expect(statuses(swarm)).toEqual(['done', 'done', 'done']);
});

test('what a workflow cannot pay any more has failed, and the others go on', async () => {
  const names = ['hr', 'finance'];
  const plan = planOf(
    { tasks: 20, begin: () => [release(...Array(20).keys())] },
    {
      capped: true,
      workflows: names.map((name, i) => ({
        name,
        budgetNanoUsd: i === 0 ? 8_000 : null,
        timeoutSeconds: null,
      })),
      workflowOf: (task) => (task < 10 ? 0 : 1),
    },
  );
  // A call of three tokens costs 3,000 nano-dollars: the cap has room for two, and none may pass it.
  const swarm = await swarmOf(plan, { maxOutputTokens: 3 });
  swarm.start();
  expect((await swarm.ended).exitCode).toBe(1);
  const done = swarm.all('task.finished').map(({ task }) => task);
  expect(done.filter((task) => task < 10)).toHaveLength(2);
  expect(done.filter((task) => task >= 10)).toHaveLength(10);
  const failed = swarm.all('task.failed');
  expect(failed).toHaveLength(8);
  expect(failed[0]).toMatchObject({ class: 'budget', attempts: 0 });
  expect(failed[0].message).toContain('the budget of hr');
});

test('a task may have its own number of retries, and its own time', async () => {
  const simulator = await startSimulator({ faults: { shares: { 'server-error': 1 } } });
  simulators.push(simulator);
  const plan = planOf(
    { tasks: 2, begin: () => [release(0, 1)] },
    { limitsOf: (task) => (task === 0 ? { retries: 0 } : { retries: 1 }) },
  );
  const swarm = new Swarm({ urls: [`${simulator.url}/v1`], plan, agents: 2 });
  swarm.start();
  await swarm.ended;
  const failed = new Map(swarm.all('task.failed').map(({ task, attempts }) => [task, attempts]));
  expect([failed.get(0), failed.get(1)]).toEqual([1, 2]);
});

test('a plan that leaves tasks waiting for nothing ends the run, and says that it is a fault', async () => {
  const swarm = await swarmOf(planOf({ tasks: 2, begin: () => [release(0)] }));
  swarm.start();
  expect(await swarm.ended).toMatchObject({ phase: 'FAILED', exitCode: 1 });
});

test('what follows from an answer of an earlier run is done, with its agent and its words', async () => {
  const answers: (string | null)[] = [];
  let told: Answers | null = null;
  const plan = planOf({
    tasks: 3,
    begin: (given) => {
      told = given;
      return [release(0)];
    },
    ended({ task, status }) {
      answers.push(`${status} ${told?.text(task)}`);
      return task < 2 ? [{ kind: 'release', tasks: [task + 1], after: task }] : [];
    },
  });
  const known = { text: 'known', finishReason: 'stop', run: 'r0', task: 'q' };
  const cache = (task: number) => (task < 2 ? known : null);
  const swarm = await swarmOf(plan, { agents: 1, change: { cache } });
  swarm.start();
  expect((await swarm.ended).exitCode).toBe(0);
  expect(answers.slice(0, 2)).toEqual(['done known', 'done known']);
  expect(swarm.engine.state.totals).toMatchObject({ calls: 1, cached: 2 });
});

test('a workflow has its time as a whole; what is left of it then fails, and others go on', async () => {
  const simulator = await startSimulator({
    firstTokenMs: 5,
    tokensPerSecond: 10,
    outputTokens: 400,
  });
  simulators.push(simulator);
  const plan = planOf(
    { tasks: 4, begin: () => [release(0, 1, 3)] },
    {
      workflows: [
        { name: 'hr', budgetNanoUsd: null, timeoutSeconds: 1 },
        { name: 'finance', budgetNanoUsd: null, timeoutSeconds: null },
      ],
      workflowOf: (task) => (task < 3 ? 0 : 1),
    },
  );
  const swarm = new Swarm({ urls: [`${simulator.url}/v1`], plan, agents: 3, concurrency: 2 });
  swarm.start();
  await swarm.until('task.failed', ({ task }) => task === 2);
  await swarm.until('task.started', ({ task }) => task === 3);
  expect(statuses(swarm)).toEqual(['failed', 'failed', 'failed', 'running']);
  expect(swarm.all('task.failed').map((event) => [event.class, event.message])).toEqual(
    Array(3).fill(['timeout', 'no end of hr within its 1 s']),
  );
  swarm.ask({ type: 'stop', mode: 'now' });
  await swarm.ended;
});
