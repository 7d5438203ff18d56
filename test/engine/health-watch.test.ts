import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { type ScriptedServer, type Step, scriptedServer } from '../helpers/scripted-server.ts';
import { promptPlan, Swarm } from './swarm.ts';

let simulator: Simulator;
let fallback: ScriptedServer;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 40, tokensPerSecond: 100 });
});
afterEach(async () => {
  await fallback.close();
  await simulator.stop();
});

const list = ['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'];

/** A swarm on the simulator that has a fallback, whose server answers with these scripts. */
async function swarm(...scripts: Step[][]): Promise<Swarm> {
  fallback = await scriptedServer(...scripts);
  return new Swarm({
    urls: [`${simulator.url}/v1`, fallback.url],
    plan: promptPlan(500),
    agents: 4,
    change: { healthCheckSeconds: 0.5 },
  }).start();
}

test('a route that makes no calls is asked now and then, and never one that does', async () => {
  const run = await swarm(list);
  const seen = () => run.all('route.checked');
  await expect.poll(() => seen().length, { timeout: 5_000 }).toBe(2);
  expect(seen()).toMatchObject([
    { route: 1, ok: true, detail: '' },
    { route: 1, ok: true, detail: '' },
  ]);
  expect(seen()[1].t - seen()[0].t).toBeGreaterThan(900);
  expect(fallback.requests.every((request) => request.startsWith('GET /v1/models '))).toBe(true);
  const { routes } = run.engine.state;
  expect(routes[1]).toMatchObject({ calls: 0, check: { ok: true } });
  expect(routes[0]).toMatchObject({ check: null, succeededT: expect.any(Number) });
  run.ask({ type: 'stop', mode: 'now' });
  await run.ended;
});

test('a route whose breaker is open is asked too, and the answer does not close it', async () => {
  const run = await swarm(list);
  await run.until('task.finished');
  run.ask({ type: 'breaker', route: run.engine.info.routes[0].name, action: 'trip' });
  const { ok } = await run.until('route.checked', ({ route }) => route === 0);
  expect(ok).toBe(true);
  expect(run.engine.state.routes[0].breaker).toBe('open');
  run.ask({ type: 'stop', mode: 'now' });
  await run.ended;
});

test('while the run is paused nobody is asked', async () => {
  const run = await swarm(list);
  await run.until('route.checked');
  run.ask({ type: 'pause', mode: 'hard' });
  await sleep(50);
  const { length } = fallback.requests;
  await sleep(2_200);
  expect(fallback.requests).toHaveLength(length);
  run.ask({ type: 'stop', mode: 'now' });
  await run.ended;
});

test('a stop cuts the question, and nothing is told of it', async () => {
  const run = await swarm(['HANG']);
  await expect.poll(() => fallback.requests.length, { timeout: 5_000 }).toBe(1);
  run.ask({ type: 'stop', mode: 'now' });
  const { closedT, askedT } = await run.until('stop.proven');
  expect(closedT - askedT).toBeLessThan(1_000);
  await run.ended;
  expect(run.all('route.checked')).toEqual([]);
  expect(run.events.at(-1)?.type).toBe('run.finished');
  await expect.poll(() => fallback.openSockets()).toBe(0);
});
