import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { quick, simulate, untilRecord } from './support.ts';

// The official client, as an independent witness, on the newer of OpenAI's interfaces.

const ask = { model: 'gpt-5', input: 'What holds a nave up?' };
const tool: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'find_city',
  description: 'finds a city',
  parameters: { type: 'object', properties: { name: { type: 'string' } } },
  strict: false,
};

async function opened(options: object = {}, apiKey = 'any') {
  const simulator = await simulate({ ...quick, ...options });
  const openai = new OpenAI({ baseURL: `${simulator.url}/v1`, apiKey, maxRetries: 0 });
  return { simulator, openai };
}

test('an answer is the same whether it is streamed or not, with its usage', async () => {
  const { openai } = await opened({ outputTokens: 12 });
  const whole = await openai.responses.create(ask);
  expect(whole.status).toBe('completed');
  expect(whole.output_text).toMatch(/^[A-Z].*\.$/);
  expect(whole.usage?.output_tokens).toBe(12);
  const stream = openai.responses.stream(ask);
  const numbers: number[] = [];
  stream.on('event', (event) => numbers.push(event.sequence_number));
  const streamed = await stream.finalResponse();
  expect(streamed.output_text).toBe(whole.output_text);
  expect(numbers).toEqual(numbers.map((_, index) => index));
});

test('max_output_tokens cuts the answer and says so', async () => {
  const { openai } = await opened({ outputTokens: 50 });
  const cut = await openai.responses.create({ ...ask, max_output_tokens: 7 });
  expect(cut.status).toBe('incomplete');
  expect(cut.incomplete_details?.reason).toBe('max_output_tokens');
});

test('tools are called, streamed or not, and their outputs lead to text', async () => {
  const { openai } = await opened({ parallelToolCalls: 2 });
  const asked = await openai.responses.create({ ...ask, tools: [tool] });
  const calls = asked.output.filter((item) => item.type === 'function_call');
  expect(calls).toHaveLength(2);
  expect(JSON.parse(calls[0].arguments)).toEqual({ name: expect.any(String) });
  const streamed = await openai.responses.stream({ ...ask, tools: [tool] }).finalResponse();
  const args = ({ output }: OpenAI.Responses.Response) =>
    output.map((item) => (item.type === 'function_call' ? item.arguments : null));
  expect(args(streamed)).toEqual(args(asked));
  const answered = await openai.responses.create({
    model: ask.model,
    input: [
      { role: 'user', content: ask.input },
      ...calls,
      ...calls.map(({ call_id }) => ({
        type: 'function_call_output' as const,
        call_id,
        output: 'In the north.',
      })),
    ],
    tools: [tool],
  });
  expect(answered.output_text).toMatch(/\.$/);
});

test('an answer with a schema is JSON that matches it', async () => {
  const { openai } = await opened();
  const schema = { type: 'object', properties: { pages: { type: 'integer' } } };
  const { output_text: text } = await openai.responses.create({
    ...ask,
    text: { format: { type: 'json_schema', name: 'book', schema } },
  });
  expect(JSON.parse(text)).toEqual({ pages: expect.any(Number) });
});

test('errors are those that the client has classes for', async () => {
  const { openai, simulator } = await opened({ requestsPerMinute: 1 });
  await openai.responses.create(ask);
  const refused = await openai.responses.create(ask).catch((error) => error);
  expect(refused).toBeInstanceOf(OpenAI.RateLimitError);
  const stranger = new OpenAI({ baseURL: `${simulator.url}/v1`, apiKey: 'invalid', maxRetries: 0 });
  const unknown = await stranger.responses.create(ask).catch((error) => error);
  expect(unknown).toBeInstanceOf(OpenAI.AuthenticationError);
});

test('a client that aborts is seen to have cut the call', async () => {
  const { openai, simulator } = await opened({ tokensPerSecond: 20, outputTokens: 200 });
  const stream = await openai.responses.create({ ...ask, stream: true });
  for await (const event of stream)
    if (event.type === 'response.output_text.delta') stream.controller.abort();
  await untilRecord(simulator, ({ totals }) => totals.aborted === 1);
});
