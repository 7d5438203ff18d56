import { expect, test } from 'vitest';
import { changedConfig } from '../../src/simulator/changed-config.ts';
import { defaultConfig } from '../../src/simulator/config.ts';
import { chat, quick, simulate } from './support.ts';

async function post(url: string, body: string): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${url}/__sim/config`, { method: 'POST', body });
  return { status: response.status, json: await response.json() };
}

test('the config is read, and changed while it runs', async () => {
  const simulator = await simulate(quick);
  const read = await fetch(`${simulator.url}/__sim/config`);
  expect(await read.json()).toMatchObject({ outputTokens: 5, faults: { rate: 0 } });

  const change = { outputTokens: { min: 2, max: 3 }, faults: { shares: { unavailable: 1 } } };
  const { status, json } = await post(simulator.url, JSON.stringify(change));
  expect(status).toBe(200);
  expect(json).toMatchObject({ ...change, firstTokenMs: 0 });
  expect((await chat(simulator)).status).toBe(503);

  // Faults are replaced whole: what the last change set is gone.
  await post(simulator.url, JSON.stringify({ faults: {} }));
  expect((await chat(simulator)).status).toBe(200);
});

test('a new limit holds from the next call on', async () => {
  const simulator = await simulate(quick);
  expect((await chat(simulator)).headers.get('x-ratelimit-limit-requests')).toBeNull();
  simulator.configure({ requestsPerMinute: 1 });
  expect((await chat(simulator)).status).toBe(200);
  expect((await chat(simulator)).status).toBe(429);
  simulator.configure({ requestsPerMinute: null });
  expect((await chat(simulator)).status).toBe(200);
});

test('configured faults count their first calls anew', async () => {
  const simulator = await simulate(quick);
  await chat(simulator);
  simulator.configure({ faults: { shares: { 'server-error': 1 }, firstCalls: 1 } });
  expect((await chat(simulator)).status).toBe(500);
  expect((await chat(simulator)).status).toBe(200);
});

test('a wrong change is refused in one sentence and changes nothing', async () => {
  const simulator = await simulate(quick);
  const refused = await post(simulator.url, '{"outputTokens":3,"firstTokenMs":-1}');
  expect(refused).toEqual({
    status: 400,
    json: {
      error: { message: 'firstTokenMs must be a number from 0 to 1000000000, not -1.' },
    },
  });
  expect((await post(simulator.url, '{')).status).toBe(400);
  const now = await (await fetch(`${simulator.url}/__sim/config`)).json();
  expect(now).toMatchObject({ outputTokens: 5, firstTokenMs: 0 });
});

test.each([
  [{ firstTokens: 1 }, 'firstTokens is not known to the simulator; did you mean firstTokenMs?'],
  [{ zebra: 1 }, /^zebra is not known to the simulator; known are seed, latencyMs, /],
  [[], 'config must be an object, not [].'],
  [{ outputTokens: 1.5 }, 'outputTokens must be a whole number from 1 to 100000, not 1.5.'],
  [{ outputTokens: '9' }, 'outputTokens must be a number or { min, max }, not "9".'],
  [{ outputTokens: { min: 5, max: 2 } }, /^outputTokens must be a range whose min is no more/],
  [{ outputTokens: { min: 5 } }, /^outputTokens must be a number or { min, max } with both/],
  [{ latencyMs: { min: 0, max: null } }, /^latencyMs.max must be a number from 0/],
  [{ maxConcurrent: 0 }, 'maxConcurrent must be a whole number from 1 to 1000000, not 0.'],
  [{ faults: null }, 'faults must be an object, not null.'],
  [{ faults: { rate: 2 } }, 'faults.rate must be a number from 0 to 1, not 2.'],
  [{ faults: { model: 3 } }, 'faults.model must be the name of a model, not 3.'],
  [
    { faults: { shares: { truncate: 1 } } },
    'faults.shares.truncate is not known to the simulator; did you mean truncated?',
  ],
  [
    { faults: { rate: 0.5, shares: { quota: 0.75 } } },
    'faults: rate and shares together must be at most 1, not 1.25.',
  ],
])('%j is refused', (change, message) => {
  expect(() => changedConfig(defaultConfig, change)).toThrow(message);
});

test('a wrong config does not start', async () => {
  await expect(simulate({ seed: -1 })).rejects.toThrow('seed must be a whole number');
});
