import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CachedAnswer } from '../../src/engine/cached-answer.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { TaskStatus } from '../../src/state/agent-state.ts';
import { RunState } from '../../src/state/run-state.ts';
import { promptPlan, Swarm, type SwarmOptions } from './swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 4, tokensPerSecond: 400 });
});
afterEach(() => simulator.stop());

const answer: CachedAnswer = { text: 'known', finishReason: 'stop', run: 'r0', task: 'q' };

/** A swarm that knows the answers of the even tasks, and what it was asked for. */
function swarm(options: Omit<SwarmOptions, 'urls'>) {
  const asked: [task: number, route: number, most: number | null][] = [];
  const run = new Swarm({
    urls: [`${simulator.url}/v1`],
    ...options,
    change: {
      cache: (...wanted) => {
        asked.push(wanted);
        return wanted[0] % 2 === 0 ? answer : null;
      },
      ...options.change,
    },
  });
  return { run, asked };
}

test('what an earlier run answered is done without a call, an agent, time or money', async () => {
  const { run, asked } = swarm({ plan: promptPlan(8), agents: 2, maxOutputTokens: 9 });
  run.start();
  expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 0 });
  expect(run.all('task.cached')).toMatchObject(
    [0, 2, 4, 6].map((task) => ({ task, run: 'r0', source: 'q', text: 'known' })),
  );
  expect(simulator.record().totals.calls).toBe(4);
  const { tasks, totals, latency, agents } = run.engine.state;
  expect(totals).toMatchObject({ calls: 4, cached: 4 });
  expect(latency.total).toBe(4);
  expect([tasks.attempts[0], tasks.agent[0], tasks.costNanoUsd[0]]).toEqual([0, -1, 0]);
  expect(agents.done[0] + agents.done[1]).toBe(4);
  // Once each, with the bound of its call.
  expect(asked.map(([task]) => task).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(asked[0]).toEqual([0, 0, 9]);
});

test('no gate holds it back: not the concurrency, nor a limit', async () => {
  const limits = { requestsPerHour: 1 };
  const plan = promptPlan(6, {
    priority: Int16Array.from([100, 200, 100, 50, 100, 50]),
  });
  const { run, asked } = swarm({ plan, agents: 6, concurrency: 1, limits });
  run.start();
  // One call an hour, and task 3 waits for the next: whatever goes before it has ended.
  await run.until('gate.held');
  await run.until('task.cached', () => run.all('task.cached').length === 3);
  run.ask({ type: 'stop', mode: 'now' });
  await run.ended;
  expect(asked.filter(([task]) => task === 3)).toHaveLength(1);
  expect(run.engine.state.tasks.status[3]).not.toBe(TaskStatus.done);
});

test('a batch goes on with the agent that it was given to', async () => {
  const plan = promptPlan(6, { batch: new Uint32Array(6) });
  const { run } = swarm({ plan, agents: 3 });
  run.start();
  await run.ended;
  const agents = new Set(run.all('task.started').map(({ agent }) => agent));
  expect([...agents]).toHaveLength(1);
  expect(run.engine.state.counts.byStatus[TaskStatus.done]).toBe(6);
});

test('a task that has begun in an earlier session goes on, and is not asked for', async () => {
  const first = swarm({ plan: promptPlan(1), change: { cache: () => null } });
  first.run.start();
  await first.run.until('task.started');
  first.run.ask({ type: 'stop', mode: 'now' });
  await first.run.ended;
  const state = new RunState();
  for (const event of first.run.events) state.apply(event);
  const second = swarm({ plan: promptPlan(1), change: { state } });
  second.run.start();
  await second.run.ended;
  expect(second.asked).toEqual([]);
  expect(second.run.all('task.finished')).toHaveLength(1);
});

test('a run that is folded again is the same, its answers of before included', async () => {
  const { run } = swarm({ plan: promptPlan(5), agents: 2 });
  run.start();
  await run.ended;
  const again = new RunState();
  for (const event of run.events) again.apply(event);
  expect(again.counts.byStatus).toEqual(run.engine.state.counts.byStatus);
  expect(again.totals.cached).toBe(3);
});
