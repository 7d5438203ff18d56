import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { promptPlan, Swarm } from './swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 1, tokensPerSecond: 1_000 });
});
afterEach(() => simulator.stop());

test('the last sample comes before its second is over, and tells no more calls than there were', async () => {
  const run = new Swarm({ urls: [`${simulator.url}/v1`], plan: promptPlan(4), agents: 4 }).start();
  await run.ended;
  const last = run.all('sample').at(-1);
  expect(last?.callsPerSecond).toBeGreaterThan(0);
  expect(last?.callsPerSecond).toBeLessThanOrEqual(4);
});
