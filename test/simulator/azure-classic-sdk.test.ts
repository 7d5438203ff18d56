import { type Agent, AgentsClient, type ThreadRun } from '@azure/ai-agents';
import { describe, expect, test } from 'vitest';
import { quick, simulate, untilRecord } from './support.ts';

// The official client, as an independent witness. It refuses a token on plain http, so it is given
// none, and a policy of ours that sends one.

type Options = ConstructorParameters<typeof AgentsClient>[2];

async function opened(options: object = {}, token = 'any') {
  const simulator = await simulate({ ...quick, ...options });
  const policy = {
    name: 'simulatorAuth',
    // biome-ignore lint/suspicious/noExplicitAny: the pipeline's types are in a package of its own
    sendRequest: (request: any, next: (request: any) => Promise<any>) => {
      request.headers.set('authorization', `Bearer ${token}`);
      request.allowInsecureConnection = true;
      return next(request);
    },
  };
  const client = new AgentsClient(
    `${simulator.url}/api/projects/p`,
    undefined as never,
    {
      allowInsecureConnection: true,
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [{ policy, position: 'perCall' }],
    } as Options,
  );
  return { simulator, client };
}

async function asked(client: AgentsClient) {
  const thread = await client.threads.create();
  await client.messages.create(thread.id, 'user', 'What holds a nave up?');
  return thread;
}

/** The run once it has a status that lasts. */
async function ended(client: AgentsClient, run: ThreadRun): Promise<ThreadRun> {
  for (let now = run; ; now = await client.runs.get(run.threadId, run.id)) {
    if (!['queued', 'in_progress', 'cancelling'].includes(now.status)) return now;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function answersIn(client: AgentsClient, thread: string, run: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const { role, content } of client.messages.list(thread, { runId: run }))
    for (const part of content)
      if (role === 'assistant' && part.type === 'text')
        texts.push((part as unknown as { text: { value: string } }).text.value);
  return texts;
}

/** The names of a stream's events in their order, and the text of its deltas. */
async function streamed(stream: AsyncIterable<{ event: string; data: unknown }>) {
  const names: string[] = [];
  let text = '';
  let last: unknown = null;
  for await (const { event, data } of stream) {
    if (names.at(-1) !== event) names.push(event);
    if (event === 'thread.message.delta') {
      const { delta } = data as { delta: { content: { text: { value: string } }[] } };
      text += delta.content[0].text.value;
    }
    if (event.startsWith('thread.run.')) last = data;
  }
  return { names, text, last: last as ThreadRun };
}

const tool = {
  type: 'function' as const,
  function: {
    name: 'find_city',
    description: 'finds a city',
    parameters: { type: 'object', properties: { name: { type: 'string' } } },
  },
};

test('agents are made, listed, changed and deleted; others are there by their id alone', async () => {
  const { client } = await opened();
  const made = await client.createAgent('gpt-4.1', { name: 'kaoz', instructions: 'Be brief.' });
  expect(made).toMatchObject({ id: expect.stringMatching(/^asst_/), name: 'kaoz' });
  await client.updateAgent(made.id, { name: 'order' });
  const listed: Agent[] = [];
  for await (const agent of client.listAgents()) listed.push(agent);
  expect(listed.map(({ name }) => name)).toEqual(['order']);
  expect((await client.getAgent('asst_of_somebody')).model).toBe('gpt-4.1');
  await client.deleteAgent(made.id);
  await expect(client.getAgent(made.id)).rejects.toMatchObject({ statusCode: 404 });
  await expect(client.getAgent('asst_no-such-agent')).rejects.toMatchObject({ statusCode: 404 });
});

describe('a run', () => {
  test('is asked for until it is completed, and has left its answer in the thread', async () => {
    const { client } = await opened({ latencyMs: 60, outputTokens: 7 });
    const thread = await asked(client);
    const run = await client.runs.create(thread.id, 'asst_1');
    expect(run.status).toBe('queued');
    const done = await ended(client, run);
    expect(done).toMatchObject({ status: 'completed', usage: { completionTokens: 7 } });
    const [answer] = await answersIn(client, thread.id, run.id);
    expect(answer).toMatch(/^[A-Z].*\.$/);
    const steps = [];
    for await (const step of client.runSteps.list(thread.id, run.id)) steps.push(step);
    expect(steps).toMatchObject([{ type: 'message_creation', status: 'completed' }]);
  });

  test('streams what it does, and says the same', async () => {
    const { client } = await opened({ outputTokens: 9 });
    const thread = await asked(client);
    const { names, text, last } = await streamed(
      await client.runs.create(thread.id, 'asst_1').stream(),
    );
    expect(names).toEqual([
      'thread.run.created',
      'thread.run.queued',
      'thread.run.in_progress',
      'thread.run.step.created',
      'thread.run.step.in_progress',
      'thread.message.created',
      'thread.message.in_progress',
      'thread.message.delta',
      'thread.message.completed',
      'thread.run.step.completed',
      'thread.run.completed',
      'done',
    ]);
    expect(last.usage?.completionTokens).toBe(9);
    expect(await answersIn(client, thread.id, last.id)).toEqual([text]);
  });

  test('that is cut by its limit says so', async () => {
    const { client } = await opened({ outputTokens: 50 });
    const thread = await asked(client);
    const run = await client.runs.create(thread.id, 'asst_1', { maxCompletionTokens: 5 });
    expect((await ended(client, run)).incompleteDetails).toEqual({
      reason: 'max_completion_tokens',
    });
  });

  test('waits for what tools give, asked for or streamed, and goes on with it', async () => {
    const { client } = await opened({ parallelToolCalls: 2 });
    const thread = await asked(client);
    const run = await ended(
      client,
      await client.runs.create(thread.id, 'asst_1', { tools: [tool] }),
    );
    expect(run.status).toBe('requires_action');
    const { toolCalls } = (
      run.requiredAction as unknown as {
        submitToolOutputs: { toolCalls: { id: string; function: { arguments: string } }[] };
      }
    ).submitToolOutputs;
    expect(toolCalls).toHaveLength(2);
    expect(JSON.parse(toolCalls[0].function.arguments)).toEqual({ name: expect.any(String) });
    const outputs = toolCalls.map(({ id }) => ({ toolCallId: id, output: 'In the north.' }));
    await expect(
      client.runs.submitToolOutputs(thread.id, run.id, outputs.slice(1)),
    ).rejects.toMatchObject({ statusCode: 400 });
    const { names, text } = await streamed(
      await client.runs.submitToolOutputs(thread.id, run.id, outputs).stream(),
    );
    expect(names).not.toContain('thread.run.created');
    expect(names.slice(-2)).toEqual(['thread.run.completed', 'done']);
    expect(await answersIn(client, thread.id, run.id)).toEqual([text]);
    const other = await asked(client);
    const asking = await streamed(
      await client.runs.create(other.id, 'asst_1', { tools: [tool] }).stream(),
    );
    expect(asking.names.slice(-3)).toEqual([
      'thread.run.step.delta',
      'thread.run.requires_action',
      'done',
    ]);
  });

  test('that nobody gives its outputs to expires', async () => {
    const { client } = await opened({ runLifeMs: 40 });
    const thread = await asked(client);
    const run = await client.runs.create(thread.id, 'asst_1', { tools: [tool] });
    await ended(client, run);
    await expect
      .poll(async () => (await client.runs.get(thread.id, run.id)).status)
      .toBe('expired');
  });

  test('keeps its thread to itself until it is cancelled', async () => {
    const { client } = await opened({ latencyMs: 60_000 });
    const thread = await asked(client);
    const run = await client.runs.create(thread.id, 'asst_1');
    const busy = { statusCode: 400, message: expect.stringContaining('already has an active run') };
    await expect(client.runs.create(thread.id, 'asst_1')).rejects.toMatchObject(busy);
    await expect(client.messages.create(thread.id, 'user', 'And?')).rejects.toMatchObject(busy);
    expect((await client.runs.cancel(thread.id, run.id)).status).toBe('cancelling');
    expect((await ended(client, run)).status).toBe('cancelled');
    await client.messages.create(thread.id, 'user', 'And now?');
  });

  test('that meets a limit of the model fails inside a 200, asked for or streamed', async () => {
    const { client } = await opened({
      faults: { shares: { 'rate-limited-inside': 1 }, retryAfterMs: 26_000 },
    });
    const failed = {
      status: 'failed',
      lastError: {
        code: 'rate_limit_exceeded',
        message: 'Rate limit is exceeded. Try again in 26 seconds.',
      },
    };
    const thread = await asked(client);
    expect(await ended(client, await client.runs.create(thread.id, 'asst_1'))).toMatchObject(
      failed,
    );
    const { names } = await streamed(await client.runs.create(thread.id, 'asst_1').stream());
    expect(names.slice(-2)).toEqual(['thread.run.failed', 'done']);
  });

  test('above a limit of the simulator fails in the same way', async () => {
    const { client } = await opened({ requestsPerMinute: 1 });
    const thread = await asked(client);
    await ended(client, await client.runs.create(thread.id, 'asst_1'));
    const second = await ended(client, await client.runs.create(thread.id, 'asst_1'));
    expect(second.lastError?.code).toBe('rate_limit_exceeded');
  });

  test('goes on at the service when its stream is given up', async () => {
    const { client, simulator } = await opened({ latencyMs: 400, firstTokenMs: 10 });
    const thread = await asked(client);
    const given = new AbortController();
    const { signal: abortSignal } = given;
    const stream = await client.runs.create(thread.id, 'asst_1', { abortSignal }).stream();
    for await (const { event } of stream) if (event === 'thread.message.delta') break;
    given.abort();
    await untilRecord(simulator, ({ totals }) => totals.calls >= 3);
    const runs: ThreadRun[] = [];
    for await (const run of client.runs.list(thread.id)) runs.push(run);
    expect((await ended(client, runs[0])).status).toBe('completed');
  });
});

test('lists come in pages, the newest first or the oldest', async () => {
  const { client } = await opened();
  const thread = await client.threads.create({
    messages: Array.from({ length: 45 }, (_, n) => ({ role: 'user', content: `Number ${n}` })),
  });
  // The client asks for one page; the next begins after the last of it.
  const page = async (options: object) => {
    const ids: string[] = [];
    for await (const { id } of client.messages.list(thread.id, options)) ids.push(id);
    return ids;
  };
  const oldest: string[] = [];
  for (let more = 20; more > 0; ) {
    const ids = await page({ order: 'asc', limit: 20, after: oldest.at(-1) });
    oldest.push(...ids);
    more = ids.length;
  }
  expect(new Set(oldest).size).toBe(45);
  expect(await page({ limit: 100 })).toEqual(oldest.toReversed());
  expect(await page({ before: oldest[42] })).toEqual([oldest[44], oldest[43]]);
});

test('what is not there is a 404, a bad key a 401, and what was deleted is gone', async () => {
  const { client } = await opened();
  const gone = { statusCode: 404 };
  await expect(client.threads.get('thread_x')).rejects.toMatchObject(gone);
  const thread = await asked(client);
  await expect(client.runs.get(thread.id, 'run_x')).rejects.toMatchObject(gone);
  await expect(client.runs.create(thread.id, 'asst_no-such-agent')).rejects.toMatchObject(gone);
  await client.threads.delete(thread.id);
  await expect(client.threads.get(thread.id)).rejects.toMatchObject(gone);
  const { client: locked } = await opened({}, 'invalid');
  await expect(locked.threads.create()).rejects.toMatchObject({ statusCode: 401 });
});
