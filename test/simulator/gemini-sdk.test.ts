import { ApiError, GoogleGenAI, Type } from '@google/genai';
import { expect, test } from 'vitest';
import { quick, simulate, untilRecord } from './support.ts';

// The official client, as an independent witness that the simulator tells the truth.

const ask = { model: 'gemini-3.7-flash', contents: 'What holds a nave up?' };
const tool = {
  functionDeclarations: [
    {
      name: 'find_city',
      description: 'finds a city',
      parameters: {
        type: Type.OBJECT,
        properties: { name: { type: Type.STRING }, near: { type: Type.STRING, enum: ['sea'] } },
        required: ['name', 'near'],
      },
    },
  ],
};

async function opened(options: object = {}, apiKey = 'any') {
  const simulator = await simulate({ ...quick, ...options });
  const client = new GoogleGenAI({
    apiKey,
    httpOptions: { baseUrl: simulator.url, retryOptions: { attempts: 1 } },
  });
  return { simulator, client };
}

test('an answer is the same whether it is streamed or not, with its usage', async () => {
  const { client } = await opened({ outputTokens: 12 });
  const whole = await client.models.generateContent(ask);
  expect(whole.text).toMatch(/^[A-Z].*\.$/);
  expect(whole.candidates?.[0].finishReason).toBe('STOP');
  expect(whole.usageMetadata?.candidatesTokenCount).toBe(12);
  let text = '';
  let chunks = 0;
  for await (const chunk of await client.models.generateContentStream(ask)) {
    text += chunk.text ?? '';
    chunks++;
  }
  expect(text).toBe(whole.text);
  expect(chunks).toBeGreaterThan(12);
});

test('a tool is called, and its result leads to text', async () => {
  const { client } = await opened();
  const asked = await client.models.generateContent({ ...ask, config: { tools: [tool] } });
  const [call] = asked.functionCalls ?? [];
  expect(call.name).toBe('find_city');
  expect(call.args).toMatchObject({ name: expect.any(String), near: 'sea' });
  const answered = await client.models.generateContent({
    model: ask.model,
    contents: [
      { role: 'user', parts: [{ text: ask.contents }] },
      { role: 'model', parts: [{ functionCall: call }] },
      {
        role: 'user',
        parts: [{ functionResponse: { id: call.id, name: call.name, response: { output: 'x' } } }],
      },
    ],
    config: { tools: [tool] },
  });
  expect(answered.functionCalls).toBeUndefined();
  expect(answered.text).toMatch(/\.$/);
});

test('an answer with a schema is JSON that matches it', async () => {
  const { client } = await opened();
  const schema = { type: Type.OBJECT, properties: { pages: { type: Type.INTEGER } } };
  const config = { responseMimeType: 'application/json', responseSchema: schema };
  const { text } = await client.models.generateContent({ ...ask, config });
  expect(JSON.parse(text ?? '')).toEqual({ pages: expect.any(Number) });
});

test('errors are those of the service', async () => {
  const { client, simulator } = await opened({ requestsPerMinute: 1 });
  await client.models.generateContent(ask);
  const refused = await client.models.generateContent(ask).catch((error) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused.status).toBe(429);
  expect(refused.message).toContain('RetryInfo');
  const missing = { ...ask, model: 'no-such-model' };
  await expect(client.models.generateContent(missing)).rejects.toMatchObject({ status: 404 });
  const stranger = new GoogleGenAI({ apiKey: 'invalid', httpOptions: { baseUrl: simulator.url } });
  await expect(stranger.models.generateContent(ask)).rejects.toMatchObject({ status: 401 });
});

test('a client that aborts is seen to have cut the call', async () => {
  const { client, simulator } = await opened({ tokensPerSecond: 20, outputTokens: 200 });
  const abort = new AbortController();
  const stream = await client.models.generateContentStream({
    ...ask,
    config: { abortSignal: abort.signal },
  });
  const read = async () => {
    for await (const _ of stream) abort.abort();
  };
  await expect(read()).rejects.toThrow();
  await untilRecord(simulator, ({ totals }) => totals.aborted === 1);
});

test('tokens are counted, of the contents or of a whole request that names its model', async () => {
  const { client, simulator } = await opened();
  const { usageMetadata } = await client.models.generateContent(ask);
  const counted = await client.models.countTokens(ask);
  expect(counted.totalTokens).toBe(usageMetadata?.promptTokenCount);
  const contents = [{ parts: [{ text: ask.contents }] }];
  const count = async (body: object) => {
    const url = `${simulator.url}/v1beta/models/${ask.model}:countTokens`;
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    const { totalTokens } = (await response.json()) as { totalTokens?: number };
    return [response.status, totalTokens];
  };
  const whole = { model: `models/${ask.model}`, contents };
  expect(await count({ generateContentRequest: whole })).toEqual([200, counted.totalTokens]);
  expect(await count({ generateContentRequest: { contents } })).toEqual([400, undefined]);
  expect(await count({ generateContentRequest: whole, contents })).toEqual([400, undefined]);
});

test('vectors are given for several texts at once, of the length that is asked for', async () => {
  const { client } = await opened();
  const model = 'gemini-embedding-001';
  const config = { outputDimensionality: 8 };
  const contents = ['a nave', 'a spire', 'a nave'];
  const { embeddings = [] } = await client.models.embedContent({ model, contents, config });
  expect(embeddings.map(({ values }) => values?.length)).toEqual([8, 8, 8]);
  expect(embeddings[0]).toEqual(embeddings[2]);
  expect(embeddings[0]).not.toEqual(embeddings[1]);
  const usual = await client.models.embedContent({ model, contents: 'a nave' });
  expect(usual.embeddings?.[0].values).toHaveLength(3072);
  const missing = { model: 'no-such-model', contents: 'a nave' };
  await expect(client.models.embedContent(missing)).rejects.toMatchObject({ status: 404 });
  const many = { model, contents: Array.from({ length: 101 }, () => 'x') };
  await expect(client.models.embedContent(many)).rejects.toThrow(/at most 100 requests/);
});

test('one text alone has an endpoint of its own, and the same vector', async () => {
  const { simulator, client } = await opened();
  const content = { parts: [{ text: 'a nave' }] };
  const response = await fetch(`${simulator.url}/v1beta/models/m:embedContent`, {
    method: 'POST',
    body: JSON.stringify({ content, outputDimensionality: 8 }),
  });
  const batch = await client.models.embedContent({
    model: 'm',
    contents: 'a nave',
    config: { outputDimensionality: 8 },
  });
  expect(await response.json()).toEqual({
    embedding: batch.embeddings?.[0],
    usageMetadata: { promptTokenCount: expect.any(Number) },
  });
});
