import Anthropic from '@anthropic-ai/sdk';
import { expect, test } from 'vitest';
import { quick, simulate, untilRecord } from './support.ts';

// The official client, as an independent witness that the simulator tells the truth.

const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'What holds a nave up?' }];
const body = { model: 'claude-haiku-5-5', max_tokens: 100, messages };
const tool: Anthropic.Tool = {
  name: 'find_city',
  description: 'finds a city',
  input_schema: {
    type: 'object',
    properties: { name: { type: 'string' }, near: { enum: ['sea', 'hills'] } },
    required: ['name', 'near'],
  },
};

async function opened(options: object = {}, apiKey = 'any') {
  const simulator = await simulate({ ...quick, ...options });
  const client = new Anthropic({ baseURL: simulator.url, apiKey, maxRetries: 0 });
  return { simulator, client };
}

test('a message is the same whether it is streamed or not, with its usage', async () => {
  const { client } = await opened({ outputTokens: 12 });
  const whole = await client.messages.create(body);
  const streamed = await client.messages.stream(body).finalMessage();
  expect(whole.stop_reason).toBe('end_turn');
  expect(whole.usage.output_tokens).toBe(12);
  const text = (message: Anthropic.Message) =>
    message.content[0].type === 'text' ? message.content[0].text : '';
  expect(text(whole)).toMatch(/^[A-Z].*\.$/);
  expect(text(streamed)).toBe(text(whole));
  expect(streamed.usage.output_tokens).toBe(12);
  expect(streamed.usage.input_tokens).toBe(whole.usage.input_tokens);
});

test('max_tokens cuts the answer and says so', async () => {
  const { client } = await opened({ outputTokens: 50 });
  const { stop_reason, usage } = await client.messages.create({ ...body, max_tokens: 7 });
  expect(stop_reason).toBe('max_tokens');
  expect(usage.output_tokens).toBe(7);
});

test('tools are called, streamed or not, and their results lead to text', async () => {
  const { client } = await opened({ parallelToolCalls: 2 });
  const asked = await client.messages.create({ ...body, tools: [tool] });
  const uses = asked.content.filter((block) => block.type === 'tool_use');
  expect(asked.stop_reason).toBe('tool_use');
  expect(uses).toHaveLength(2);
  for (const { input } of uses)
    expect(input).toMatchObject({ name: expect.any(String), near: expect.any(String) });
  const streamed = await client.messages.stream({ ...body, tools: [tool] }).finalMessage();
  const inputs = (message: Anthropic.Message) =>
    message.content.map((block) => (block.type === 'tool_use' ? block.input : null));
  expect(inputs(streamed)).toEqual(inputs(asked));
  const results = uses.map(({ id }) => ({
    type: 'tool_result' as const,
    tool_use_id: id,
    content: 'In the north.',
  }));
  const conversation: Anthropic.MessageParam[] = [
    ...messages,
    { role: 'assistant', content: asked.content },
    { role: 'user', content: results },
  ];
  const answered = await client.messages.create({
    ...body,
    messages: conversation,
    tools: [tool],
  });
  expect(answered.stop_reason).toBe('end_turn');
  const unanswered = { ...body, messages: conversation.slice(0, 2), tools: [tool] };
  await expect(client.messages.create(unanswered)).rejects.toThrow(/tool_result/);
});

test('errors are those that the client has classes for', async () => {
  const { client, simulator } = await opened({ requestsPerMinute: 1 });
  await client.messages.create(body);
  const refused = await client.messages.create(body).catch((error) => error);
  expect(refused).toBeInstanceOf(Anthropic.RateLimitError);
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(refused.headers.get('anthropic-ratelimit-requests-limit')).toBe('1');
  const missing = await client.messages
    .create({ ...body, model: 'no-such-model' })
    .catch((error) => error);
  expect(missing).toBeInstanceOf(Anthropic.NotFoundError);
  const stranger = new Anthropic({ baseURL: simulator.url, apiKey: 'invalid', maxRetries: 0 });
  const unknown = await stranger.messages.create(body).catch((error) => error);
  expect(unknown).toBeInstanceOf(Anthropic.AuthenticationError);
});

test('an error inside a stream reaches the client as one', async () => {
  const { client } = await opened({ faults: { shares: { 'stream-error': 1 } } });
  await expect(client.messages.stream(body).finalMessage()).rejects.toThrow(/told to fail/);
});

test('a client that aborts is seen to have cut the call', async () => {
  const { client, simulator } = await opened({ tokensPerSecond: 20, outputTokens: 200 });
  const stream = client.messages.stream({ ...body, max_tokens: 1_000 });
  stream.on('text', () => stream.abort());
  await expect(stream.finalMessage()).rejects.toThrow(/abort/i);
  const record = await untilRecord(simulator, ({ totals }) => totals.aborted === 1);
  expect(record.totals.inFlight).toBe(0);
});

test('tokens are counted, and models listed', async () => {
  const { client } = await opened();
  const { usage } = await client.messages.create(body);
  const counted = await client.messages.countTokens({ model: body.model, messages });
  expect(counted.input_tokens).toBe(usage.input_tokens);
  const missing = client.messages.countTokens({ model: 'no-such-model', messages });
  await expect(missing).rejects.toThrow(/404/);
  const listed = await client.models.list();
  expect(listed.data.map(({ id }) => id)).toContain('claude-haiku-5-5');
});

test('the newer version refuses a temperature, the older one takes it', async () => {
  const { simulator } = await opened();
  const send = (version: string, path = '') =>
    fetch(`${simulator.url}/v1/messages${path}`, {
      method: 'POST',
      headers: { 'x-api-key': 'any', 'anthropic-version': version },
      body: JSON.stringify({ ...body, temperature: 1 }),
    });
  expect((await send('2026-10-21')).status).toBe(400);
  expect((await send('2023-06-01')).status).toBe(200);
  expect((await send('2026-10-21', '/count_tokens')).status).toBe(400);
});
