import OpenAI, { AzureOpenAI } from 'openai';
import { expect, test } from 'vitest';
import { quick, simulate, untilRecord } from './support.ts';

const model = 'text-embedding-3-small';

async function opened(options: object = {}): Promise<OpenAI> {
  const { url } = await simulate({ ...quick, ...options });
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 });
}

test('the same text has the same vector, of length 1, in either encoding', async () => {
  const openai = await opened();
  const input = ['a nave', 'a nave', 'a spire'];
  const { data, usage } = await openai.embeddings.create({ model, input });
  const plain = await openai.embeddings.create({ model, input, encoding_format: 'float' });
  expect(data.map(({ embedding }) => embedding.length)).toEqual([1536, 1536, 1536]);
  expect(data[0].embedding).toEqual(data[1].embedding);
  expect(data[0].embedding).not.toEqual(data[2].embedding);
  expect(Math.hypot(...data[0].embedding)).toBeCloseTo(1, 5);
  expect(plain.data[2].embedding).toEqual(data[2].embedding);
  expect(usage.prompt_tokens).toBeGreaterThan(0);
});

test('as many dimensions as asked for', async () => {
  const { data } = await (await opened()).embeddings.create({ model, input: 'x', dimensions: 8 });
  expect(data[0].embedding).toHaveLength(8);
});

test('Azure gives them at both of its paths', async () => {
  const { url } = await simulate(quick);
  const older = new AzureOpenAI({
    endpoint: url,
    apiKey: 'any',
    apiVersion: '2024-10-21',
    deployment: 'my-vectors',
    maxRetries: 0,
  });
  const answer = await older.embeddings.create({ model: '', input: 'a nave' });
  expect(answer.model).toBe('my-vectors');
  expect(answer.data[0].embedding).toHaveLength(1536);
  const newer = new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: 'any', maxRetries: 0 });
  const same = await newer.embeddings.create({ model: 'my-vectors', input: 'a nave' });
  expect(same.data).toEqual(answer.data);
});

test('they take their time, are counted by the limits, and go wrong, as any call does', async () => {
  const simulator = await simulate({ ...quick, firstTokenMs: 60, requestsPerMinute: 2 });
  const openai = new OpenAI({ baseURL: `${simulator.url}/v1`, apiKey: 'any', maxRetries: 0 });
  const began = performance.now();
  const { response } = await openai.embeddings.create({ model, input: 'a nave' }).withResponse();
  expect(performance.now() - began).toBeGreaterThanOrEqual(60);
  expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('1');
  simulator.configure({ faults: { shares: { unavailable: 1 } } });
  await expect(openai.embeddings.create({ model, input: 'a nave' })).rejects.toMatchObject({
    status: 503,
  });
  simulator.configure({ faults: { shares: {} } });
  await expect(openai.embeddings.create({ model, input: 'a nave' })).rejects.toBeInstanceOf(
    OpenAI.RateLimitError,
  );
  const { calls, totals } = simulator.record();
  expect(totals).toMatchObject({ tokensSent: 0, byFault: { unavailable: 1 } });
  expect(calls[0]).toMatchObject({ model, stream: false, path: '/v1/embeddings', status: 200 });
  expect(calls[0].promptTokens).toBeGreaterThan(0);
});

test('a client that gives up is seen to have cut the call', async () => {
  const simulator = await simulate({ ...quick, firstTokenMs: 60_000 });
  const openai = new OpenAI({ baseURL: `${simulator.url}/v1`, apiKey: 'any', maxRetries: 0 });
  const abort = new AbortController();
  const asked = openai.embeddings.create({ model, input: 'a' }, { signal: abort.signal });
  await untilRecord(simulator, ({ totals }) => totals.inFlight === 1);
  abort.abort();
  await expect(asked).rejects.toThrow();
  await untilRecord(simulator, ({ totals }) => totals.aborted === 1);
});

test('a missing model, an empty input and one too long are refused', async () => {
  const openai = await opened();
  await expect(openai.embeddings.create({ model: 'no-such-model', input: 'x' })).rejects.toThrow(
    /does not exist/,
  );
  await expect(openai.embeddings.create({ model, input: [] })).rejects.toThrow(/'input'/);
  const tooMany = Array.from({ length: 2_049 }, () => 'x');
  await expect(openai.embeddings.create({ model, input: tooMany })).rejects.toThrow(/at most 2048/);
});
