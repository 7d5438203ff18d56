import { Ollama } from 'ollama';
import { expect, test } from 'vitest';
import { quick, simulate, untilRecord } from './support.ts';

// The official client, as an independent witness that the simulator tells the truth.

const messages = [{ role: 'user', content: 'What holds a nave up?' }];
const ask = { model: 'tinyllama', messages };
const tool = {
  type: 'function',
  function: {
    name: 'find_city',
    description: 'finds a city',
    parameters: { type: 'object', properties: { name: { type: 'string' } } },
  },
};

async function opened(options: object = {}) {
  const simulator = await simulate({ ...quick, ...options });
  return { simulator, client: new Ollama({ host: simulator.url }) };
}

test('an answer is the same whether it is streamed or not, with its counts and times', async () => {
  const { client } = await opened({ outputTokens: 12, modelLoadMs: 30 });
  const whole = await client.chat(ask);
  expect(whole.message.content).toMatch(/^[A-Z].*\.$/);
  expect(whole).toMatchObject({ done: true, done_reason: 'stop', eval_count: 12 });
  expect(whole.load_duration).toBeGreaterThanOrEqual(30e6);
  let text = '';
  let last = whole;
  for await (const part of await client.chat({ ...ask, stream: true })) {
    text += part.message.content;
    last = part;
  }
  expect(text).toBe(whole.message.content);
  expect(last).toMatchObject({ done: true, eval_count: 12, load_duration: 0 });
});

test('generate goes on from a prompt, streamed or not, as chat does', async () => {
  const { client } = await opened({ outputTokens: 12, modelLoadMs: 30 });
  const prompt = { model: 'tinyllama', system: 'Be brief.', prompt: 'Why?' };
  const whole = await client.generate(prompt);
  expect(whole.response).toMatch(/\.$/);
  expect(whole).toMatchObject({ done: true, done_reason: 'stop', eval_count: 12 });
  expect(whole.load_duration).toBeGreaterThanOrEqual(30e6);
  let text = '';
  for await (const part of await client.generate({ ...prompt, stream: true }))
    text += part.response;
  expect(text).toBe(whole.response);
  const cut = await client.generate({ ...prompt, options: { num_predict: 7 } });
  expect(cut).toMatchObject({ done_reason: 'length', eval_count: 7 });
  const format = { type: 'object', properties: { pages: { type: 'integer' } } };
  const { response } = await client.generate({ ...prompt, format });
  expect(JSON.parse(response ?? '')).toEqual({ pages: expect.any(Number) });
});

test('num_predict cuts the answer and says so', async () => {
  const { client } = await opened({ outputTokens: 50 });
  const cut = await client.chat({ ...ask, options: { num_predict: 7 } });
  expect(cut).toMatchObject({ done_reason: 'length', eval_count: 7 });
});

test('a tool is called, streamed or not, and its result leads to text', async () => {
  const { client } = await opened();
  const asked = await client.chat({ ...ask, tools: [tool] });
  const [call] = asked.message.tool_calls ?? [];
  expect(call.function).toMatchObject({
    name: 'find_city',
    arguments: { name: expect.any(String) },
  });
  const streamed = [];
  for await (const part of await client.chat({ ...ask, tools: [tool], stream: true }))
    streamed.push(...(part.message.tool_calls ?? []));
  expect(streamed.map((one) => one.function)).toEqual([call.function]);
  const answered = await client.chat({
    model: ask.model,
    messages: [
      ...messages,
      asked.message,
      { role: 'tool', tool_name: 'find_city', content: 'In the north.' },
    ],
    tools: [tool],
  });
  expect(answered.message.tool_calls).toBeUndefined();
  expect(answered.message.content).toMatch(/\.$/);
});

test('an answer with a schema is JSON that matches it', async () => {
  const { client } = await opened();
  const format = { type: 'object', properties: { pages: { type: 'integer' } } };
  const { message } = await client.chat({ ...ask, format });
  expect(JSON.parse(message.content)).toEqual({ pages: expect.any(Number) });
});

test('a model is loaded by an empty call, kept as long as asked for, and let go', async () => {
  const { client } = await opened();
  expect((await client.ps()).models).toEqual([]);
  const warm = await client.chat({ model: 'tinyllama', messages: [], keep_alive: '10m' });
  expect(warm.done_reason).toBe('load');
  const [loaded] = (await client.ps()).models;
  expect(loaded.name).toBe('tinyllama:latest');
  const until = new Date(String(loaded.expires_at)).getTime() - Date.now();
  expect(until).toBeGreaterThan(590_000);
  const gone = await client.chat({ model: 'tinyllama', messages: [], keep_alive: 0 });
  expect(gone.done_reason).toBe('unload');
  expect((await client.ps()).models).toEqual([]);
  const again = await client.generate({ model: 'tinyllama', prompt: '' });
  expect(again).toMatchObject({ response: '', done: true, done_reason: 'load' });
  expect((await client.ps()).models).toHaveLength(1);
});

test('loading takes the time it is told to, an unloaded model is let go at once', async () => {
  const { client, simulator } = await opened({ modelLoadMs: 1_000 });
  const load = async (keep_alive = -1) => {
    const began = performance.now();
    await client.chat({ model: 'tinyllama', messages: [], keep_alive });
    return performance.now() - began;
  };
  expect(await load()).toBeGreaterThanOrEqual(999);
  expect(await load()).toBeLessThan(999);
  expect(await load(0)).toBeLessThan(999);
  expect(await load(0)).toBeLessThan(999);
  const leaving = fetch(`${simulator.url}/api/generate`, {
    method: 'POST',
    body: '{"model":"tinyllama"}',
    signal: AbortSignal.timeout(100),
  });
  await expect(leaving).rejects.toThrow();
  await untilRecord(simulator, ({ totals }) => totals.aborted === 1);
});

test('a pull tells how far it is, and what was pulled is installed', async () => {
  const { client } = await opened();
  const names = async () => (await client.list()).models.map(({ name }) => name);
  expect(await names()).not.toContain('mistral:latest');
  const seen: number[] = [];
  let status = '';
  for await (const progress of await client.pull({ model: 'mistral', stream: true })) {
    if (progress.completed) seen.push(progress.completed / progress.total);
    ({ status } = progress);
  }
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
  expect(status).toBe('success');
  expect(await names()).toContain('mistral:latest');
  await expect(client.pull({ model: 'no-such-model' })).rejects.toThrow(/does not exist/);
});

test('a pull can break off in the middle, and nothing is installed then', async () => {
  const { client } = await opened();
  const pulled = (async () => {
    for await (const _ of await client.pull({ model: 'breaks-halfway', stream: true }));
  })();
  await expect(pulled).rejects.toThrow('unexpected EOF');
  const { models } = await client.list();
  expect(models.map(({ name }) => name)).not.toContain('breaks-halfway:latest');
});

test('another window has the model loaded anew, as Ollama does', async () => {
  const { client } = await opened({ modelLoadMs: 30 });
  const loadMs = async (num_ctx?: number) => {
    const options = num_ctx === undefined ? {} : { num_ctx };
    const messages = [{ role: 'user', content: 'Hello?' }];
    const { load_duration } = await client.chat({ model: 'tinyllama', messages, options });
    return load_duration / 1e6;
  };
  expect(await loadMs()).toBeGreaterThanOrEqual(30);
  expect(await loadMs()).toBeLessThan(30);
  expect(await loadMs(8192)).toBeGreaterThanOrEqual(30);
  expect((await client.ps()).models[0]).toMatchObject({ context_length: 8192 });
  expect(await loadMs()).toBeGreaterThanOrEqual(30);
});

test('vectors are given for several texts at once, with their count and times', async () => {
  const { client } = await opened({ modelLoadMs: 30 });
  const model = 'nomic-embed-text';
  const cold = await client.embed({ model, input: ['a', 'b', 'a'] });
  expect(cold.embeddings[0]).toEqual(cold.embeddings[2]);
  expect(cold.embeddings[0]).not.toEqual(cold.embeddings[1]);
  expect(cold.load_duration).toBeGreaterThanOrEqual(30e6);
  expect(cold.total_duration).toBeGreaterThanOrEqual(cold.load_duration);
  expect(cold.prompt_eval_count).toBeGreaterThan(0);
  const warm = await client.embed({ model, input: 'a', dimensions: 8 });
  expect(warm.load_duration).toBe(0);
  expect(warm.embeddings.map(({ length }) => length)).toEqual([8]);
  await expect(client.embed({ model: 'no-such-model', input: 'a' })).rejects.toThrow('not found');
});

test('a model for vectors is loaded by a call for none, and gives no text', async () => {
  const { client } = await opened();
  const model = 'nomic-embed-text';
  await expect(client.chat({ ...ask, model })).rejects.toMatchObject({
    status_code: 400,
    error: '"nomic-embed-text" does not support chat',
  });
  await expect(client.generate({ model, prompt: 'Why?' })).rejects.toThrow(
    'does not support generate',
  );
  expect((await client.ps()).models).toEqual([]);
  expect(await client.embed({ model, input: [] })).toMatchObject({ embeddings: [] });
  expect((await client.ps()).models).toHaveLength(1);
  expect((await client.show({ model })).capabilities).toEqual(['embedding']);
});

test('errors are the text of the service', async () => {
  const { client } = await opened({ faults: { shares: { unavailable: 1 } } });
  await expect(client.chat(ask)).rejects.toThrow('maximum pending requests exceeded');
  await expect(client.chat({ ...ask, model: 'no-such-model' })).rejects.toMatchObject({
    status_code: 404,
    error: "model 'no-such-model' not found",
  });
});

test('an error inside a stream reaches the client as one', async () => {
  const { client } = await opened({ faults: { shares: { 'stream-error': 1 } } });
  const read = async () => {
    for await (const _ of await client.chat({ ...ask, stream: true }));
  };
  await expect(read()).rejects.toThrow(/told to fail/);
});

test('a client that aborts is seen to have cut the call', async () => {
  const { client, simulator } = await opened({ tokensPerSecond: 20, outputTokens: 200 });
  const read = async () => {
    for await (const _ of await client.chat({ ...ask, stream: true })) client.abort();
  };
  await expect(read()).rejects.toThrow(/abort/i);
  await untilRecord(simulator, ({ totals }) => totals.aborted === 1);
});
