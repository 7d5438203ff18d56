import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { RunState } from '../../src/state/run-state.ts';
import { promptPlan, Swarm } from './swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  // Long enough that what a busy machine adds is no sign of a slow server.
  simulator = await startSimulator({ firstTokenMs: 150, outputTokens: 4, tokensPerSecond: 200 });
});
afterEach(() => simulator.stop());

function swarm(tasks: number, max: number): Swarm {
  const urls = [`${simulator.url}/v1`];
  const change = { adaptive: { min: 1, max } };
  return new Swarm({ urls, plan: promptPlan(tasks), agents: 40, concurrency: max, change }).start();
}

test('a route that refuses is given what it takes, and every task is done', async () => {
  simulator.configure({ firstTokenMs: 50, maxConcurrent: 6 });
  const run = swarm(250, 40);
  expect(await run.ended).toEqual({ phase: 'DONE', exitCode: 0, reason: null });
  const adapted = run.all('limit.adapted');
  expect(adapted[0]).toMatchObject({ route: 0, from: 20, to: 20, ceiling: null });
  expect(adapted[1].reason).toMatch(/^rate limited twice in /);
  expect(run.all('gate.held')[0]).toMatchObject({ gate: 'adaptive', detail: 'adaptive limit' });
  const { adaptiveLimit, adaptiveCeiling } = run.engine.state.routes[0];
  // Where it stands as the last calls drain; the knee is 6.
  expect(adaptiveLimit).toBeGreaterThanOrEqual(3);
  expect(adaptiveLimit).toBeLessThanOrEqual(8);
  expect(adaptiveCeiling).toBeGreaterThanOrEqual(5);
  // A fixed concurrency of 40 is refused some thousand times here.
  expect(simulator.record().totals.byStatus['429']).toBeLessThan(60);
});

test('a route that takes all it gets goes to the maximum, and the log says where it stands', async () => {
  const run = swarm(300, 40);
  await run.ended;
  const adapted = run.all('limit.adapted');
  expect(adapted.slice(0, 2)).toMatchObject([
    { from: 20, to: 20 },
    { from: 20, to: 40, reason: 'all well, 20 of 20 in use' },
  ]);
  const replayed = new RunState();
  for (const event of run.events) replayed.apply(event);
  expect(replayed.routes[0].adaptiveLimit).toBe(adapted.at(-1)?.to);
});

test('the concurrency that the operator sets bounds the limit at once', async () => {
  const run = swarm(200, 40);
  await run.until('limit.adapted', ({ to }) => to === 40);
  run.ask({ type: 'concurrency', value: 7 });
  expect(run.engine.state.routes[0].adaptiveLimit).toBe(7);
  const { reason } = await run.until('limit.adapted', ({ to }) => to === 7);
  expect(reason).toBe("the operator's range is 1 to 7");
  await run.ended;
});
