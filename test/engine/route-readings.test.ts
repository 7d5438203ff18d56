import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { promptPlan, Swarm } from './swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 20, tokensPerSecond: 100 });
});
afterEach(() => simulator.stop());

test('samples tell how the limits and the connections of a route stand, as its calls use them', async () => {
  const run = new Swarm({
    urls: [`${simulator.url}/v1`],
    plan: promptPlan(500),
    agents: 30,
    pool: 5,
    limits: { requestsPerMinute: 1_200, tokensPerHour: 1_000_000 },
  }).start();
  const { routes, openSockets, t } = await run.until('sample', ({ t }) => t > 1_900);
  const calls = run.all('task.started').filter((event) => event.t < t).length;
  expect(routes).toMatchObject([{ route: 0, pool: 5, openSockets }]);
  const [requests, tokens] = routes?.[0].levels ?? [];
  expect(requests).toEqual({
    unit: 'requests',
    per: 'min',
    limit: 1_200,
    used: calls,
    learned: false,
  });
  expect(tokens).toMatchObject({ unit: 'tokens', per: 'hour', limit: 1_000_000 });
  expect(tokens.used).toBeGreaterThan(20);
  const { levels } = run.engine.state.routes[0];
  expect(levels).toEqual(routes?.[0].levels);
  run.ask({ type: 'tune', wish: { pool: 9 } });
  await run.until('sample', ({ routes: now }) => now?.[0].pool === 9);
  run.ask({ type: 'stop', mode: 'now' });
  await run.ended;
});

test('a route that stands as it did is not told again', async () => {
  const idle = await startSimulator({});
  const run = new Swarm({
    urls: [`${simulator.url}/v1`, `${idle.url}/v1`],
    plan: promptPlan(500),
    agents: 4,
  }).start();
  await run.until('sample', ({ t }) => t > 2_900);
  const told = run.all('sample').map(({ routes }) => routes?.map(({ route }) => route) ?? []);
  expect(told[0]).toEqual([0, 1]);
  expect(told.slice(1).flat()).not.toContain(1);
  run.ask({ type: 'stop', mode: 'now' });
  await run.ended;
  await idle.stop();
});
