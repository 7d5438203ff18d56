import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../helpers/virtual-clock.ts';
import { breaches } from './breaches.ts';
import { drawScenario } from './draw-scenario.ts';
import { type InvariantName, invariants } from './invariants.ts';
import { brokenSeed } from './print-run.ts';
import { type RunReport, runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { Stage } from './stage.ts';

const names = Object.keys(invariants) as InvariantName[];

describe.each(names)('%s', (name) => {
  const { keep, breaks, work } = breaches[name];

  test.each(Object.entries(breaks))('it is noticed where this is broken: %s', async (_, act) => {
    await new VirtualClock(1).run(async () => {
      const stage = new Stage(invariants[name], work);
      await keep(stage);
      expect(stage.wrong).toBeNull();
      await act(stage);
      expect(stage.wrong).not.toBeNull();
    });
  });
});

/** A swarm whose run passes every limit that the engine is not told of. */
const scenario: Scenario = { ...drawScenario(8), sessions: 1, commands: 0 };
const faultless = { ...scenario.routes[0], faultShare: 0, outages: [], refusedFromMs: null };

async function untold(change: Partial<Scenario>, told: Partial<Scenario>): Promise<RunReport> {
  const { length } = scenario.routes;
  const calm = { ...scenario, taskSeconds: null, routes: Array(length).fill(faultless) };
  return runScenario({ ...calm, ...change }, { ...calm, ...told });
}

test('an engine that lets too many calls run is noticed', async () => {
  const { violation } = await untold({ concurrency: 20 }, { concurrency: 21 });
  expect(violation?.invariant).toBe('calls in flight are never above the limit');
});

test('an engine that sends faster than a limit is noticed', async () => {
  const requestsPerMinute = 600;
  const { violation } = await untold(
    { limits: { ...scenario.limits, requestsPerMinute } },
    { limits: { ...scenario.limits, requestsPerMinute: requestsPerMinute * 1.01 } },
  );
  expect(violation?.invariant).toBe('no rate limit is passed in any window');
});

test('an engine that tries once too often is noticed', async () => {
  const failing = { ...faultless, faultShare: 0.5, faults: [['rate limited', 1]] as const };
  const routes = scenario.routes.map(() => failing);
  const { retry } = scenario;
  const { violation } = await untold(
    { routes, retry: { ...retry, retries: 1 } },
    { routes, retry: { ...retry, strategy: 'fixed', retries: 2 } },
  );
  expect(violation?.invariant).toBe('no more retries than allowed, and none too early');
});

test('a call whose price the engine gets wrong is noticed', async () => {
  const routes = scenario.routes.map(() => ({ ...faultless, price: { input: 7, output: 9 } }));
  const wrong = routes.map((route) => ({ ...route, price: { input: 7, output: 8 } }));
  const { violation } = await untold({ routes }, { routes: wrong });
  expect(violation?.invariant).toBe('the record agrees with what the models saw');
  expect(violation?.message).toContain('nano-dollars');
});

test('a seed that breaks something names what, when, and the command that shows it again', async () => {
  const report = await untold({ concurrency: 20 }, { concurrency: 21 });
  const text = brokenSeed(8, report);
  expect(text).toContain('seed 8 breaks "calls in flight are never above the limit" at 0.0');
  expect(text).toContain('21 calls in flight, the limit is 20');
  expect(text).toContain('SWARM_SEED=8 npx vitest run test/engine/property');
});

test('a seed gives the same run again, event by event', async () => {
  const seed = 2;
  const events = async () => {
    const report = await runScenario(drawScenario(seed));
    // What the process takes is measured, not drawn.
    return report.events.map((event) =>
      event.type === 'sample' ? { ...event, cpuShare: 0, rssBytes: 0 } : event,
    );
  };
  const first = await events();
  expect(first.length).toBeGreaterThan(2_000);
  expect(await events()).toEqual(first);
});
