import { expect, test } from 'vitest';
import type { SimulatorRecord } from '../../src/simulator/record.ts';
import { Ring } from '../../src/simulator/ring.ts';
import { chat, quick, simulate, untilRecord } from './support.ts';

async function fetchRecord(url: string, query = ''): Promise<SimulatorRecord> {
  return (await (await fetch(`${url}/__sim/record${query}`)).json()) as SimulatorRecord;
}

test('a call is told with its times, tokens and status, and without its key', async () => {
  const simulator = await simulate({ ...quick, firstTokenMs: 20 });
  const headers = { authorization: 'Bearer secret-key' };
  await (await chat(simulator, { stream: true }, { headers })).text();
  const text = await (await fetch(`${simulator.url}/__sim/record`)).text();
  expect(text).not.toContain('secret-key');
  const record = JSON.parse(text) as SimulatorRecord;
  expect(record.calls).toEqual([
    {
      id: 1,
      connection: 1,
      method: 'POST',
      path: '/v1/chat/completions',
      model: 'gpt-5',
      stream: true,
      promptHash: expect.any(Number),
      promptTokens: expect.any(Number),
      key: expect.stringMatching(/^[0-9a-f]{8}$/),
      startedT: expect.any(Number),
      servedT: expect.any(Number),
      firstByteT: expect.any(Number),
      endedT: expect.any(Number),
      closedT: null,
      status: 200,
      tokensSent: 5,
      bytesSent: expect.any(Number),
      aborted: false,
      fault: null,
    },
  ]);
  const [call] = record.calls;
  expect(call.firstByteT! - call.startedT).toBeGreaterThanOrEqual(19);
  expect(call.endedT!).toBeGreaterThanOrEqual(call.firstByteT!);
  expect(call.bytesSent).toBeGreaterThan(5 * 200);
  expect(Date.parse(record.startedAt)).toBeLessThanOrEqual(Date.now());
});

test('the same prompt is known by its hash, and the same key by its name', async () => {
  const simulator = await simulate(quick);
  const ask = (content: string, key: string) =>
    chat(
      simulator,
      { messages: [{ role: 'user', content }] },
      { headers: { authorization: `Bearer ${key}` } },
    );
  await ask('one', 'a');
  await ask('one', 'b');
  await ask('two', 'a');
  const { calls } = simulator.record();
  expect(calls[0].promptHash).toBe(calls[1].promptHash);
  expect(calls[0].promptHash).not.toBe(calls[2].promptHash);
  expect(calls[0].key).toBe(calls[2].key);
  expect(calls[0].key).not.toBe(calls[1].key);
});

test('totals tell what is in flight and what was at most', async () => {
  const simulator = await simulate({ ...quick, faults: { shares: { 'hang-headers': 1 } } });
  const given = new AbortController();
  const pending = Array.from({ length: 20 }, () => chat(simulator, {}, { signal: given.signal }));
  const during = await untilRecord(simulator, (record) => record.totals.inFlight === 20);
  expect(during.totals.connections).toMatchObject({ open: 20, peakOpen: 20 });
  expect(during.calls.every((call) => call.endedT === null)).toBe(true);
  given.abort();
  await Promise.allSettled(pending);
  const after = await untilRecord(simulator, (record) => record.totals.connections.open === 0);
  expect(after.totals).toMatchObject({
    calls: 20,
    inFlight: 0,
    peakInFlight: 20,
    aborted: 20,
    byFault: { 'hang-headers': 20 },
  });
  expect(after.calls.every((call) => call.closedT !== null)).toBe(true);
});

test('asking for the record changes nothing in it', async () => {
  const simulator = await simulate(quick);
  await fetchRecord(simulator.url);
  const { totals, connections } = await fetchRecord(simulator.url);
  expect(totals.calls).toBe(0);
  expect(totals.connections.opened).toBe(0);
  expect(connections).toEqual([]);
});

test('refused calls are recorded too', async () => {
  const simulator = await simulate(quick);
  await chat(simulator, { model: 'no-such-model' });
  await fetch(`${simulator.url}/nowhere`);
  const { calls, totals } = simulator.record();
  expect(calls.map((call) => [call.method, call.path, call.status])).toEqual([
    ['POST', '/v1/chat/completions', 404],
    ['GET', '/nowhere', 404],
  ]);
  expect(totals.byStatus).toEqual({ 404: 2 });
});

test('only the newest lines are listed on request', async () => {
  const simulator = await simulate(quick);
  for (let call = 0; call < 4; call++) await (await chat(simulator)).text();
  expect((await fetchRecord(simulator.url, '?lines=2')).calls.map((call) => call.id)).toEqual([
    3, 4,
  ]);
  const none = await fetchRecord(simulator.url, '?lines=0');
  expect(none.calls).toEqual([]);
  expect(none.totals.calls).toBe(4);
  expect((await fetch(`${simulator.url}/__sim/record?lines=x`)).status).toBe(400);
});

test.each([
  ['DELETE', '/__sim/record'],
  ['POST', '/__sim/record/reset'],
])('%s %s starts the record anew and keeps what is under way', async (method, path) => {
  const simulator = await simulate(quick);
  await (await chat(simulator)).text();
  simulator.configure({ faults: { shares: { 'hang-headers': 1 } } });
  const given = new AbortController();
  const pending = chat(simulator, {}, { signal: given.signal });
  await untilRecord(simulator, (record) => record.totals.inFlight === 1);
  expect((await fetch(`${simulator.url}${path}`, { method })).status).toBe(200);
  expect(simulator.record().calls.map((call) => call.id)).toEqual([2]);
  given.abort();
  await expect(pending).rejects.toThrow();
  const { totals } = await untilRecord(simulator, (record) => record.totals.inFlight === 0);
  expect(totals).toMatchObject({ calls: 1, aborted: 1, byStatus: { none: 1 } });
});

test('an unknown endpoint of the simulator is a 404 that names it', async () => {
  const simulator = await simulate();
  const response = await fetch(`${simulator.url}/__sim/nothing`);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('GET /__sim/nothing');
});

test('a ring keeps the newest values and counts those it dropped', () => {
  const ring = new Ring<number>(3);
  for (let value = 1; value <= 5; value++) ring.push(value);
  expect(ring.newest(10)).toEqual([3, 4, 5]);
  expect(ring.newest(2)).toEqual([4, 5]);
  expect(ring.dropped).toBe(2);
  ring.clear();
  expect(ring.newest(10)).toEqual([]);
  expect(ring.dropped).toBe(0);
});

test('requests are told with headers and bodies where that is asked for, and no key is', async () => {
  const simulator = await simulate(quick);
  const secrets = {
    authorization: 'Bearer secret-1',
    'x-api-key': 'secret-2',
    'api-key': 'secret-3',
  };
  for (const [name, value] of Object.entries(secrets))
    await (
      await chat(simulator, { stream: false }, { headers: { [name]: value, 'x-title': 't' } })
    ).text();
  expect((await fetchRecord(simulator.url)).requests).toBeUndefined();
  const text = await (await fetch(`${simulator.url}/__sim/record?bodies=1&lines=2`)).text();
  expect(text).not.toContain('secret-');
  const { requests = [] } = JSON.parse(text) as SimulatorRecord;
  expect(requests.map(({ id }) => id)).toEqual([2, 3]);
  expect(requests[1].headers).toMatchObject({
    'api-key': expect.stringMatching(/^key ([0-9a-f]{8}|unknown)$/),
    'x-title': 't',
  });
  expect(JSON.parse(requests[1].body)).toMatchObject({ model: 'gpt-5', stream: false });
  expect(requests[1].bodyBytes).toBe(requests[1].body.length);
  await fetch(`${simulator.url}/__sim/record`, { method: 'DELETE' });
  expect((await fetchRecord(simulator.url, '?bodies=1')).requests).toEqual([]);
});
