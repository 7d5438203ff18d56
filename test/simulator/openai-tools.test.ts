import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { quick, simulate } from './support.ts';

// The official client again, for what an answer can be besides text.

const tool = {
  type: 'function' as const,
  function: {
    name: 'find_city',
    description: 'finds a city',
    parameters: {
      type: 'object',
      properties: { name: { type: 'string' }, near: { enum: ['sea', 'hills'] } },
      required: ['name', 'near'],
    },
  },
};
const messages = [{ role: 'user' as const, content: 'Where is Oslo?' }];

async function opened(options: object = {}) {
  const simulator = await simulate({ ...quick, ...options });
  return new OpenAI({ baseURL: `${simulator.url}/v1`, apiKey: 'any', maxRetries: 0 });
}

test('an offered tool is called, and its answer leads to the text', async () => {
  const openai = await opened();
  const asked = await openai.chat.completions.create({ model: 'gpt-5', messages, tools: [tool] });
  const [choice] = asked.choices;
  expect(choice.finish_reason).toBe('tool_calls');
  expect(choice.message.content).toBeNull();
  const [call] = choice.message.tool_calls ?? [];
  if (call?.type !== 'function') throw new Error('no function was called');
  expect(call.function.name).toBe('find_city');
  expect(JSON.parse(call.function.arguments)).toMatchObject({
    name: expect.any(String),
    near: expect.stringMatching(/^(sea|hills)$/),
  });
  const answered = await openai.chat.completions.create({
    model: 'gpt-5',
    messages: [
      ...messages,
      choice.message,
      { role: 'tool', tool_call_id: call.id, content: 'In the north.' },
    ],
    tools: [tool],
  });
  expect(answered.choices[0].finish_reason).toBe('stop');
  expect(answered.choices[0].message.content).toMatch(/^[A-Z].*\.$/);
});

test('a stream brings the same calls in parts, two at once where it is told so', async () => {
  const openai = await opened({ parallelToolCalls: 2 });
  const body = { model: 'gpt-5', messages, tools: [tool] };
  const whole = await openai.chat.completions.create(body);
  const streamed = await openai.chat.completions.stream(body).finalChatCompletion();
  const calls = (completion: OpenAI.ChatCompletion) =>
    completion.choices[0].message.tool_calls?.map((call) =>
      call.type === 'function' ? [call.function.name, call.function.arguments] : [],
    );
  expect(calls(streamed)).toHaveLength(2);
  expect(calls(streamed)).toEqual(calls(whole));
  expect(streamed.choices[0].finish_reason).toBe('tool_calls');
});

test('tool_choice decides whether a tool is called', async () => {
  const openai = await opened({ toolTurns: 0 });
  const asked = (tool_choice: OpenAI.ChatCompletionToolChoiceOption) =>
    openai.chat.completions.create({ model: 'gpt-5', messages, tools: [tool], tool_choice });
  expect((await asked('auto')).choices[0].finish_reason).toBe('stop');
  expect((await asked('none')).choices[0].finish_reason).toBe('stop');
  expect((await asked('required')).choices[0].finish_reason).toBe('tool_calls');
  const named = await asked({ type: 'function', function: { name: 'find_city' } });
  expect(named.choices[0].finish_reason).toBe('tool_calls');
});

test('an answer with a schema is JSON that matches it, streamed or whole', async () => {
  const openai = await opened();
  const schema = {
    type: 'object',
    properties: {
      title: { type: 'string' },
      parts: { type: 'array', items: { $ref: '#/$defs/part' }, minItems: 3 },
    },
    required: ['title', 'parts'],
    $defs: {
      part: {
        type: 'object',
        properties: { pages: { type: 'integer', minimum: 1 } },
        required: ['pages'],
      },
    },
  };
  const response_format = {
    type: 'json_schema' as const,
    json_schema: { name: 'book', strict: true, schema },
  };
  const body = { model: 'gpt-5', messages, response_format };
  const whole = await openai.chat.completions.create(body);
  const value = JSON.parse(whole.choices[0].message.content ?? '');
  expect(value.title).toEqual(expect.any(String));
  expect(value.parts).toHaveLength(3);
  for (const part of value.parts) expect(part.pages).toBeGreaterThanOrEqual(1);
  const stream = openai.chat.completions.stream(body);
  expect(await stream.finalContent()).toBe(whole.choices[0].message.content);
});
