import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { quick, simulate, untilRecord } from './support.ts';

// The official client, used as an independent witness that the simulator tells the truth.

const messages = [{ role: 'user' as const, content: 'What holds a nave up?' }];

function client(url: string, options: { apiKey?: string; maxRetries?: number } = {}): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0, ...options });
}

test('a stream gives role, text, finish reason and usage, in this order', async () => {
  const simulator = await simulate({ ...quick, outputTokens: 12 });
  const stream = await client(simulator.url).chat.completions.create({
    model: 'gpt-5',
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);

  expect(chunks[0].choices[0].delta.role).toBe('assistant');
  expect(chunks.filter((chunk) => chunk.choices[0]?.delta.content).length).toBe(12);
  expect(chunks.at(-2)?.choices[0].finish_reason).toBe('stop');
  const last = chunks.at(-1);
  expect(last?.choices).toEqual([]);
  expect(last?.usage?.completion_tokens).toBe(12);
  expect(last?.usage?.total_tokens).toBe(12 + (last?.usage?.prompt_tokens ?? Number.NaN));
  expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
  expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
});

test('a stream without include_usage tells no usage', async () => {
  const simulator = await simulate(quick);
  const stream = await client(simulator.url).chat.completions.create({
    model: 'gpt-5',
    messages,
    stream: true,
  });
  for await (const chunk of stream) expect(chunk.usage ?? null).toBeNull();
});

test("on OpenRouter's path the cost is told to who asks for it, streamed or not", async () => {
  const simulator = await simulate({ ...quick, outputTokens: 12 });
  const ask = { model: 'vendor/m', messages, usage: { include: true } };
  const costOf = async (root: string, more: object) => {
    const openai = new OpenAI({ baseURL: `${simulator.url}${root}`, apiKey: 'any' });
    const stream = openai.chat.completions.stream({ ...ask, ...more });
    const streamed = await stream.finalChatCompletion();
    const { usage } = await openai.chat.completions.create({ ...ask, ...more });
    expect((streamed.usage as { cost?: number } | undefined)?.cost).toBe(
      (usage as { cost?: number }).cost,
    );
    return usage;
  };
  const told = await costOf('/api/v1', {});
  const tokens = { in: told?.prompt_tokens ?? Number.NaN, out: 12 };
  expect(told).toMatchObject({ cost: (tokens.in * 0.25 + tokens.out * 2) / 1e6, is_byok: false });
  expect(await costOf('/api/v1', { usage: undefined })).not.toHaveProperty('cost');
  expect(await costOf('/v1', {})).not.toHaveProperty('cost');
});

test('a reply that is not streamed says the same as the stream', async () => {
  const simulator = await simulate({ ...quick, outputTokens: { min: 20, max: 60 } });
  const openai = client(simulator.url);
  const whole = await openai.chat.completions.create({ model: 'gpt-5', messages });
  const stream = openai.chat.completions.stream({ model: 'gpt-5', messages });

  expect(whole.object).toBe('chat.completion');
  expect(whole.choices[0].finish_reason).toBe('stop');
  expect(whole.choices[0].message.content).toMatch(/^[A-Z].*\.$/);
  expect(await stream.finalContent()).toBe(whole.choices[0].message.content);
  expect(whole.usage?.completion_tokens).toBe(whole.choices[0].message.content?.split(' ').length);
  expect(whole._request_id).toMatch(/^req_/);
});

test('max_completion_tokens cuts the answer and says so', async () => {
  const simulator = await simulate({ ...quick, outputTokens: 50 });
  const openai = client(simulator.url);
  const cut = await openai.chat.completions.create({
    model: 'gpt-5',
    messages,
    max_completion_tokens: 7,
  });
  expect(cut.choices[0].finish_reason).toBe('length');
  expect(cut.usage?.completion_tokens).toBe(7);
  const legacy = await openai.chat.completions.create({ model: 'gpt-5', messages, max_tokens: 9 });
  expect(legacy.usage?.completion_tokens).toBe(9);
});

test('models are listed and found by their name', async () => {
  const simulator = await simulate();
  const openai = client(simulator.url);
  const names = [];
  for await (const model of openai.models.list()) names.push(model.id);
  expect(names).toContain('gpt-5');
  expect((await openai.models.retrieve('org/any-name')).id).toBe('org/any-name');
  await expect(openai.models.retrieve('no-such-model')).rejects.toThrow(OpenAI.NotFoundError);
});

test('a wrong key is a 401, an unknown model a 404', async () => {
  const simulator = await simulate(quick);
  const call = (url: string, apiKey: string, model: string) =>
    client(url, { apiKey }).chat.completions.create({ model, messages });
  await expect(call(simulator.url, 'invalid', 'gpt-5')).rejects.toMatchObject({
    status: 401,
    code: 'invalid_api_key',
    type: 'invalid_request_error',
  });
  await expect(call(simulator.url, 'any', 'no-such-model')).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
    param: 'model',
  });
});

test('a request above the limit is a 429 with the headers of the limit', async () => {
  const simulator = await simulate({ ...quick, requestsPerMinute: 2, tokensPerMinute: 10_000 });
  const openai = client(simulator.url);
  const ask = () => openai.chat.completions.create({ model: 'gpt-5', messages });
  const { response } = await ask().withResponse();
  expect(response.headers.get('x-ratelimit-limit-requests')).toBe('2');
  expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('1');
  expect(response.headers.get('x-ratelimit-limit-tokens')).toBe('10000');
  await ask();

  const error = await ask().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  const { code, type, headers } = error as InstanceType<typeof OpenAI.RateLimitError>;
  expect({ code, type }).toEqual({ code: 'rate_limit_exceeded', type: 'rate_limit_error' });
  const waitMs = Number(headers.get('retry-after-ms'));
  expect(waitMs).toBeGreaterThan(0);
  expect(waitMs).toBeLessThanOrEqual(30_000);
  expect(headers.get('retry-after')).toBe(String(Math.ceil(waitMs / 1000)));
  expect(headers.get('x-ratelimit-remaining-requests')).toBe('0');
  expect(headers.get('x-ratelimit-reset-requests')).toMatch(/^(1m0s|\d+(\.\d+)?s)$/);
});

test('the client that waits as it was told gets through', async () => {
  // Room for one, and for the next after half a second.
  const simulator = await simulate({ ...quick, requestsPerMinute: 120, limitBurstSeconds: 0.5 });
  const openai = client(simulator.url, { maxRetries: 5 });
  const ask = () => openai.chat.completions.create({ model: 'gpt-5', messages });
  await Promise.all([ask(), ask()]);
  const { byStatus } = simulator.record().totals;
  expect(byStatus[200]).toBe(2);
  expect(byStatus[429]).toBeGreaterThan(0);
});

test('a used up quota tells itself by its type', async () => {
  const simulator = await simulate({ ...quick, faults: { shares: { quota: 1 } } });
  await expect(
    client(simulator.url).chat.completions.create({ model: 'gpt-5', messages }),
  ).rejects.toMatchObject({ status: 429, type: 'insufficient_quota', code: 'insufficient_quota' });
});

test('an error inside a stream reaches the client as an error', async () => {
  const simulator = await simulate({ ...quick, faults: { shares: { 'stream-error': 1 } } });
  const stream = await client(simulator.url).chat.completions.create({
    model: 'gpt-5',
    messages,
    stream: true,
  });
  const texts: string[] = [];
  const read = async () => {
    for await (const chunk of stream) texts.push(chunk.choices[0].delta.content ?? '');
  };
  await expect(read()).rejects.toMatchObject({ type: 'server_error' });
  expect(texts.length).toBeGreaterThan(0);
});

test('an aborted stream closes its socket, as the record shows', async () => {
  const simulator = await simulate({ firstTokenMs: 0, tokensPerSecond: 50, outputTokens: 10_000 });
  const stream = await client(simulator.url).chat.completions.create({
    model: 'gpt-5',
    messages,
    stream: true,
  });
  for await (const _chunk of stream) {
    stream.controller.abort();
    break;
  }
  const { calls, totals } = await untilRecord(
    simulator,
    (record) => record.totals.connections.closed === 1,
  );
  expect(calls[0]).toMatchObject({ aborted: true, status: 200, model: 'gpt-5' });
  expect(calls[0].tokensSent).toBeLessThan(10_000);
  expect(calls[0].endedT).not.toBeNull();
  expect(calls[0].closedT).not.toBeNull();
  expect(totals).toMatchObject({ inFlight: 0, aborted: 1 });
});
