import { expect, test } from 'vitest';
import { drawFault, type FaultName, faultNames, noFaults } from '../../src/simulator/faults.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { chat, events, quick, simulate, untilRecord } from './support.ts';

function only(name: FaultName, more: object = {}) {
  return { ...quick, ...more, faults: { shares: { [name]: 1 } } };
}

test.each([
  ['bad-request', 400, 'invalid_request_error', null],
  ['unauthorized', 401, 'invalid_request_error', 'invalid_api_key'],
  ['forbidden', 403, 'invalid_request_error', 'unsupported_country_region_territory'],
  ['not-found', 404, 'invalid_request_error', 'model_not_found'],
  ['rate-limited', 429, 'rate_limit_error', 'rate_limit_exceeded'],
  ['rate-limited-date', 429, 'rate_limit_error', 'rate_limit_exceeded'],
  ['rate-limited-bare', 429, 'rate_limit_error', 'rate_limit_exceeded'],
  ['quota', 429, 'insufficient_quota', 'insufficient_quota'],
  ['server-error', 500, 'server_error', null],
  ['unavailable', 503, 'service_unavailable_error', 'server_is_overloaded'],
  ['overloaded', 529, 'service_unavailable_error', 'slow_down'],
] as const)('%s answers %i with the error of the service', async (name, status, type, code) => {
  const simulator = await simulate(only(name));
  for (const stream of [true, false]) {
    const response = await chat(simulator, { stream });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect((await response.json()) as object).toMatchObject({ error: { type, code } });
  }
  expect(simulator.record().totals.byFault).toEqual({ [name]: 2 });
});

test('a rate limit asks to wait in milliseconds and seconds, by a date, or not at all', async () => {
  const headers = async (name: FaultName) => {
    const faults = { shares: { [name]: 1 }, retryAfterMs: 1500 };
    return (await chat(await simulate({ ...quick, faults }))).headers;
  };
  const both = await headers('rate-limited');
  expect(both.get('retry-after')).toBe('2');
  expect(both.get('retry-after-ms')).toBe('1500');

  const date = await headers('rate-limited-date');
  expect(date.get('retry-after-ms')).toBeNull();
  const backT = Date.parse(date.get('retry-after') ?? '');
  expect(backT).toBeGreaterThan(Date.now() - 1000);
  expect(backT).toBeLessThan(Date.now() + 3000);

  const bare = await headers('rate-limited-bare');
  expect(bare.get('retry-after')).toBeNull();
  expect(bare.get('retry-after-ms')).toBeNull();
});

test('a bad gateway answers with a page of HTML', async () => {
  const response = await chat(await simulate(only('bad-gateway')));
  expect(response.status).toBe(502);
  expect(response.headers.get('content-type')).toBe('text/html');
  expect(await response.text()).toContain('<h1>502 Bad Gateway</h1>');
});

test('a reset before the headers leaves no response', async () => {
  const simulator = await simulate(only('reset-headers'));
  await expect(chat(simulator)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  const { calls, totals } = simulator.record();
  expect(calls[0]).toMatchObject({ status: null, aborted: false, fault: 'reset-headers' });
  expect(totals.byStatus).toEqual({ none: 1 });
});

test.each([true, false])(
  'a reset in the body comes after half of it (stream: %s)',
  async (stream) => {
    const simulator = await simulate(only('reset-body', { outputTokens: 20 }));
    const response = await chat(simulator, { stream });
    expect(response.status).toBe(200);
    let text = '';
    const read = async () => {
      for await (const bytes of response.body!) text += Buffer.from(bytes).toString();
    };
    await expect(read()).rejects.toThrow();
    expect(text.length).toBeGreaterThan(0);
    expect(text).not.toContain('[DONE]');
    if (stream) expect(simulator.record().calls[0].tokensSent).toBe(10);
  },
);

test('a truncated stream ends in good order, without finish reason and end marker', async () => {
  const simulator = await simulate(only('truncated', { outputTokens: 20 }));
  const list = events(await (await chat(simulator, { stream: true })).text());
  expect(list.length).toBe(11);
  expect(list.every((event) => JSON.parse(event).choices[0].finish_reason === null)).toBe(true);
});

test('a truncated reply that is not streamed is no JSON', async () => {
  const response = await chat(await simulate(only('truncated')));
  expect(response.status).toBe(200);
  await expect(response.json()).rejects.toThrow(SyntaxError);
});

test('an error inside a stream ends it; without a stream it is a 500', async () => {
  const simulator = await simulate(only('stream-error'));
  const list = events(await (await chat(simulator, { stream: true })).text());
  expect(JSON.parse(list.at(-1) ?? '')).toMatchObject({ error: { type: 'server_error' } });
  expect(list).not.toContain('[DONE]');
  expect((await chat(simulator)).status).toBe(500);
});

test('a hang before the headers lasts until the client gives up', async () => {
  const simulator = await simulate(only('hang-headers'));
  const given = new AbortController();
  const pending = chat(simulator, {}, { signal: given.signal });
  await untilRecord(simulator, (record) => record.totals.inFlight === 1);
  given.abort();
  await expect(pending).rejects.toThrow('aborted');
  const { calls } = await untilRecord(simulator, (record) => record.totals.inFlight === 0);
  expect(calls[0]).toMatchObject({ status: null, aborted: true, firstByteT: null });
});

test.each([true, false])('a hang in the body follows half of it (stream: %s)', async (stream) => {
  const simulator = await simulate(only('hang-body', { outputTokens: 8 }));
  const given = new AbortController();
  const response = await chat(simulator, { stream }, { signal: given.signal });
  const first = await response.body!.getReader().read();
  expect(first.value?.length).toBeGreaterThan(0);
  expect(simulator.record().totals.inFlight).toBe(1);
  given.abort();
  const { calls } = await untilRecord(simulator, (record) => record.totals.inFlight === 0);
  expect(calls[0]).toMatchObject({ status: 200, aborted: true });
});

test('a trickle takes ten times as long', async () => {
  const simulator = await simulate(
    only('trickle', { outputTokens: 5, firstTokenMs: 4, tokensPerSecond: 1000 / 4 }),
  );
  const list = events(await (await chat(simulator, { stream: true })).text());
  expect(list.at(-1)).toBe('[DONE]');
  const [call] = simulator.record().calls;
  expect(call.endedT! - call.startedT).toBeGreaterThanOrEqual(199);
});

test('faults can be kept to one model and to the first calls', async () => {
  const simulator = await simulate({
    ...quick,
    faults: { shares: { 'server-error': 1 }, model: 'weak', firstCalls: 2 },
  });
  const statuses = [];
  for (const model of ['strong', 'weak', 'weak', 'strong']) {
    statuses.push((await chat(simulator, { model })).status);
  }
  expect(statuses).toEqual([200, 500, 200, 200]);
});

test('a fault rate is kept, with a mix that all passes when tried again', () => {
  const random = seededRandom(7);
  const drawn = Array.from({ length: 20_000 }, (_, index) =>
    drawFault({ ...noFaults, rate: 0.2 }, 'any', index + 1, random),
  );
  const faulty = drawn.filter((name) => name !== null);
  expect(faulty.length / drawn.length).toBeCloseTo(0.2, 1);
  expect(new Set(faulty)).toEqual(
    new Set([
      'server-error',
      'unavailable',
      'rate-limited',
      'bad-gateway',
      'reset-headers',
      'reset-body',
      'truncated',
      'stream-error',
    ]),
  );
  const share = faulty.filter((name) => name === 'server-error').length / faulty.length;
  expect(share).toBeCloseTo(0.25, 1);
});

test('the same seed draws the same faults', () => {
  const draws = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 100 }, (_, index) =>
      drawFault({ ...noFaults, rate: 0.5 }, 'any', index + 1, random),
    );
  };
  expect(draws(3)).toEqual(draws(3));
  expect(draws(3)).not.toEqual(draws(4));
});

test('shares of single faults add to each other', () => {
  const random = seededRandom(1);
  const shares = { quota: 0.5, overloaded: 0.5 };
  const drawn = Array.from({ length: 200 }, () =>
    drawFault({ ...noFaults, shares }, 'any', 1, random),
  );
  expect(new Set(drawn)).toEqual(new Set(['quota', 'overloaded']));
  expect(faultNames).toContain('quota');
});
