import { AIProjectClient } from '@azure/ai-projects';
import OpenAI, { AzureOpenAI } from 'openai';
import { describe, expect, test } from 'vitest';
import { quick, simulate, untilRecord } from './support.ts';

// The official clients, as independent witnesses, for agents, conversations and responses.

const question = 'What holds a nave up?';
const agent = { agent_reference: { type: 'agent_reference', name: 'kaoz', version: '1' } };
const tool: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'find_city',
  description: 'finds a city',
  parameters: { type: 'object', properties: { name: { type: 'string' } } },
  strict: false,
};

async function opened(options: object = {}) {
  const simulator = await simulate({ ...quick, ...options });
  const endpoint = `${simulator.url}/api/projects/p`;
  const openai = new OpenAI({ baseURL: `${endpoint}/openai/v1`, apiKey: 'any', maxRetries: 0 });
  return { simulator, endpoint, openai };
}

/** The client of a project refuses a token on plain http: it is given none, and a policy that sends one. */
function projectOf(endpoint: string): AIProjectClient {
  const policy = {
    name: 'simulatorAuth',
    // biome-ignore lint/suspicious/noExplicitAny: the pipeline's types are in a package of its own
    sendRequest: (request: any, next: (request: any) => Promise<any>) => {
      request.headers.set('authorization', 'Bearer any');
      request.allowInsecureConnection = true;
      return next(request);
    },
  };
  return new AIProjectClient(
    endpoint,
    undefined as never,
    {
      allowInsecureConnection: true,
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [{ policy, position: 'perCall' }],
    } as never,
  );
}

test('agents have versions; any other name is there too, but one', async () => {
  const { endpoint } = await opened();
  const { agents } = projectOf(endpoint);
  const definition = { kind: 'prompt' as const, model: 'gpt-5-mini', instructions: 'Be brief.' };
  expect(await agents.createVersion('kaoz', definition)).toMatchObject({
    name: 'kaoz',
    version: '1',
  });
  expect(await agents.createVersion('kaoz', definition)).toMatchObject({ version: '2' });
  expect((await agents.get('kaoz')).versions.latest.version).toBe('2');
  const versions: string[] = [];
  for await (const { version } of agents.listVersions('kaoz')) versions.push(version);
  expect(versions).toEqual(['2', '1']);
  await agents.delete('kaoz');
  expect((await agents.get('of-somebody')).versions.latest.version).toBe('1');
  await expect(agents.get('no-such-agent')).rejects.toMatchObject({ statusCode: 404 });
});

test('the client of a project speaks to the same responses: text, stream, usage, errors, an abort', async () => {
  const { endpoint, simulator } = await opened({ outputTokens: 12 });
  const credential = { getToken: async () => ({ token: 'any', expiresOnTimestamp: 9e15 }) };
  const openai = new AIProjectClient(endpoint, credential).getOpenAIClient();
  const asked = (name = 'kaoz') => ({
    body: { agent: { type: 'agent_reference', name } },
    maxRetries: 0,
  });
  const response = await openai.responses.create({ input: question }, asked());
  expect(response.output_text).toMatch(/^[A-Z].*\.$/);
  expect(response.usage).toMatchObject({ output_tokens: 12 });
  const stream = openai.responses.stream({ ...agent, input: question } as never);
  expect((await stream.finalResponse()).output_text).toBe(response.output_text);
  const missing = openai.responses.create({ input: question }, asked('no-such-agent'));
  await expect(missing).rejects.toMatchObject({ status: 404 });
  simulator.configure({ tokensPerSecond: 20, outputTokens: 200 });
  const long = openai.responses.stream({ ...agent, input: question } as never);
  long.on('response.output_text.delta', () => long.abort());
  await expect(long.finalResponse()).rejects.toThrow(/abort/i);
  await untilRecord(simulator, ({ totals }) => totals.aborted === 1);
});

describe('a response', () => {
  test('is an agent’s, whole or streamed, by the field of today and by the older one', async () => {
    const { openai } = await opened({ outputTokens: 12 });
    const whole = await openai.responses.create({ ...agent, input: question } as never);
    expect(whole).toMatchObject({ ...agent, status: 'completed', usage: { output_tokens: 12 } });
    const stream = openai.responses.stream({ ...agent, input: question } as never);
    expect((await stream.finalResponse()).output_text).toBe(
      (whole as OpenAI.Responses.Response).output_text,
    );
    const older = { agent: agent.agent_reference, input: question };
    expect(await openai.responses.create(older as never)).toMatchObject({ status: 'completed' });
    const missing = { agent_reference: { type: 'agent_reference', name: 'no-such-agent' } };
    await expect(
      openai.responses.create({ ...missing, input: question } as never),
    ).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(openai.responses.create({ input: question } as never)).rejects.toBeInstanceOf(
      OpenAI.BadRequestError,
    );
  });

  test('goes on in a conversation, which keeps what was said', async () => {
    const { openai } = await opened();
    const conversation = await openai.conversations.create({
      items: [{ type: 'message', role: 'user', content: 'It is about churches.' }],
    });
    await openai.responses.create({
      ...agent,
      conversation: conversation.id,
      input: question,
    } as never);
    const said: unknown[] = [];
    for await (const item of openai.conversations.items.list(conversation.id, { order: 'asc' }))
      said.push((item as { role?: string }).role);
    expect(said).toEqual(['user', 'user', 'assistant']);
    expect(await openai.conversations.delete(conversation.id)).toMatchObject({ deleted: true });
    await expect(openai.conversations.retrieve(conversation.id)).rejects.toBeInstanceOf(
      OpenAI.NotFoundError,
    );
    const tooMany = Array.from({ length: 21 }, () => ({ role: 'user', content: 'more' }));
    await expect(openai.conversations.create({ items: tooMany } as never)).rejects.toBeInstanceOf(
      OpenAI.BadRequestError,
    );
  });

  test('calls tools, and goes on from the one before with what they gave', async () => {
    const { openai } = await opened();
    const asking = (await openai.responses.create({
      ...agent,
      input: question,
      tools: [tool],
    } as never)) as OpenAI.Responses.Response;
    const [call] = asking.output;
    expect(call.type).toBe('function_call');
    const next = (await openai.responses.create({
      ...agent,
      previous_response_id: asking.id,
      tools: [tool],
      input: [
        {
          type: 'function_call_output',
          call_id: (call as OpenAI.Responses.ResponseFunctionToolCall).call_id,
          output: 'In the north.',
        },
      ],
    } as never)) as OpenAI.Responses.Response;
    expect(next.output_text).toMatch(/\.$/);
    expect(next.previous_response_id).toBe(asking.id);
  });

  test('in the background is asked for until it is whole, or cancelled', async () => {
    const { openai } = await opened({ latencyMs: 50 });
    const ask = { ...agent, input: question, background: true };
    const begun = (await openai.responses.create(ask as never)) as OpenAI.Responses.Response;
    expect(begun.status).toBe('in_progress');
    await expect
      .poll(async () => (await openai.responses.retrieve(begun.id)).status)
      .toBe('completed');
    expect((await openai.responses.retrieve(begun.id)).output_text).toMatch(/\.$/);
    const other = (await openai.responses.create(ask as never)) as OpenAI.Responses.Response;
    expect((await openai.responses.cancel(other.id)).status).toBe('cancelled');
    await openai.responses.delete(other.id);
    await expect(openai.responses.retrieve(other.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  test('tells of a limit inside a stream that has begun', async () => {
    const { openai } = await opened({
      faults: { shares: { 'rate-limited-inside': 1 }, retryAfterMs: 26_000 },
    });
    const stream = await openai.responses.create({
      ...agent,
      input: question,
      stream: true,
    } as never);
    const read = async () => {
      for await (const _ of stream as unknown as AsyncIterable<unknown>);
    };
    await expect(read()).rejects.toThrow('Try again in 26 seconds');
  });
});

test('Azure OpenAI is served at both of its paths, its key in a header of its own', async () => {
  const { simulator } = await opened();
  const older = new AzureOpenAI({
    endpoint: simulator.url,
    apiKey: 'any',
    apiVersion: '2024-10-21',
    deployment: 'my-gpt',
    maxRetries: 0,
  });
  const messages = [{ role: 'user' as const, content: question }];
  const answer = await older.chat.completions.create({ model: '', messages });
  expect(answer.model).toBe('my-gpt');
  const newer = new OpenAI({
    baseURL: `${simulator.url}/openai/v1`,
    apiKey: 'unused',
    defaultHeaders: { authorization: null, 'api-key': 'invalid' },
    maxRetries: 0,
  });
  await expect(newer.responses.create({ model: 'd', input: question })).rejects.toBeInstanceOf(
    OpenAI.AuthenticationError,
  );
  const well = newer.withOptions({ defaultHeaders: { 'api-key': 'k', authorization: null } });
  expect((await well.responses.create({ model: 'd', input: question })).model).toBe('d');
});
