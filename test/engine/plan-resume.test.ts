import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { RunEvent } from '../../src/state/events.ts';
import { RunState } from '../../src/state/run-state.ts';
import { planOf, release, statuses } from './course-plan.ts';
import { Swarm } from './swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ latencyMs: 5, outputTokens: 3 });
});
afterEach(() => simulator.stop());

test('what may have been billed when a session died counts for the budget of its workflow', async () => {
  let isKnown = false;
  // A call of three tokens costs 3,000 nano-dollars: there is money for one.
  const plan = () =>
    planOf(
      {
        tasks: 2,
        begin() {
          isKnown = true;
          return [release(0, 1)];
        },
      },
      {
        capped: true,
        workflows: [{ name: 'hr', budgetNanoUsd: 5_000, timeoutSeconds: null }],
        workflowOf() {
          // What was added to a plan while it ran it knows again when it begins.
          if (!isKnown) throw new Error('asked before the plan has begun');
          return 0;
        },
      },
    );
  const options = { urls: [`${simulator.url}/v1`], agents: 1, maxOutputTokens: 3 };
  const first = new Swarm({ ...options, plan: plan() }).start();
  await first.ended;
  const { seq } = first.all('task.started')[0];
  const past: readonly RunEvent[] = first.events.slice(0, seq);

  isKnown = false;
  const state = new RunState();
  for (const event of past) state.apply(event);
  const run = new Swarm({
    ...options,
    plan: plan(),
    change: { state, elapsedMs: state.t },
  }).start();
  await run.ended;
  expect(run.all('task.started')).toEqual([]);
  expect(statuses(run)).toEqual(['failed', 'failed']);
});

test('what was due before, and waits for others again, is not done before them in the next session', async () => {
  const plan = (again: boolean) =>
    planOf({
      tasks: 2,
      begin: () => (again ? [release(0)] : [release(0, 1)]),
      ended: ({ task }) => (again && task === 0 ? [release(1)] : []),
    });
  const options = { urls: [`${simulator.url}/v1`], agents: 2 };
  const first = new Swarm({ ...options, plan: plan(false) }).start();
  await first.ended;
  const begun = first.events.slice(0, first.all('tasks.released')[0].seq);
  const state = new RunState();
  for (const event of begun) state.apply(event);
  const run = new Swarm({ ...options, plan: plan(true), change: { state, elapsedMs: state.t } });
  run.start();
  expect(statuses(run)).toEqual(['queued', 'blocked']);
  expect((await run.ended).exitCode).toBe(0);
  expect(run.all('task.finished').map(({ task }) => task)).toEqual([0, 1]);
});
