import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { simulate } from './support.ts';

const model = 'text-embedding-3-small';

async function opened(): Promise<OpenAI> {
  const { url } = await simulate();
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

test('a missing model and an empty input are refused', async () => {
  const openai = await opened();
  await expect(openai.embeddings.create({ model: 'no-such-model', input: 'x' })).rejects.toThrow(
    /does not exist/,
  );
  await expect(openai.embeddings.create({ model, input: [] })).rejects.toThrow(/'input'/);
});
