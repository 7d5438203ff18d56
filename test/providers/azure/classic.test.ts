import { expect, test } from 'vitest';
import type { Turn } from '../../../src/providers/provider.ts';
import { httpRequest } from '../../helpers/as-http.ts';
import { reply, routedServer, type Step } from '../../helpers/scripted-server.ts';
import { turnOf } from '../behaviour/one-turn.ts';
import { asked, project, tools, turn } from './on-project.ts';

const classic = { id: 'asst_1' };
const slow = { latencyMs: 60_000, firstTokenMs: 10, outputTokens: 1_000 };

test('a call is a thread, its messages, a run that streams, and leaves nothing behind', async () => {
  const { call, simulator } = await project(classic, { outputTokens: 9 });
  const messages = [
    ...turn.messages,
    { role: 'assistant', content: 'Pillars.' },
    { role: 'user', content: 'And what else?' },
  ];
  const { result, deltas, stages, sent } = await call({ ...turn, messages });
  expect(result).toMatchObject({ finishReason: 'stop', usage: { outputTokens: 9 } });
  expect(deltas.join('')).toBe(result?.text);
  expect(deltas).toHaveLength(9);
  expect(sent).toBe(1);
  expect(stages).toEqual([
    'creating thread',
    'posting batch 1 of 3',
    'posting batch 2 of 3',
    'posting batch 3 of 3',
    'running',
  ]);
  expect(asked(simulator)).toEqual([
    'POST /threads',
    'POST /threads/:/messages',
    'POST /threads/:/messages',
    'POST /threads/:/messages',
    'POST /threads/:/runs',
    'DELETE /threads/:',
  ]);
});

test('a run can be asked for its state in place of a stream, and its text is collected', async () => {
  const streaming = await project(classic, { outputTokens: 9 });
  const { result: same } = await streaming.call();
  const { call, simulator } = await project(
    { ...classic, poll: true, keep: true },
    { outputTokens: 9, latencyMs: 30 },
  );
  const { result, deltas, stages } = await call();
  expect(result).toMatchObject({ text: same?.text, usage: same?.usage, finishReason: 'stop' });
  expect(deltas).toEqual([same?.text]);
  expect(stages.at(-1)).toBe('collecting');
  expect(asked(simulator)).not.toContain('DELETE /threads/:');
});

test('a service that refuses to stream is asked without, and not tried again', async () => {
  const json = (body: object) =>
    reply(200, { 'content-type': 'application/json' }, JSON.stringify(body));
  let runs = 0;
  const server = await routedServer((request): Step[] => {
    if (/^POST \S+\/runs\?/.test(request)) {
      runs++;
      if (request.includes('"stream":true'))
        return reply(400, {}, '{"error":{"message":"stream is not supported","code":"x"}}');
      return json({ id: 'run_1', status: 'queued' });
    }
    if (/^GET \S+\/runs\//.test(request))
      return json({ id: 'run_1', status: 'completed', usage: null });
    if (/^GET \S+after=msg_1/.test(request))
      return json({
        data: [{ role: 'assistant', content: [{ type: 'text', text: { value: 'two' } }] }],
      });
    if (/^GET \S+\/messages/.test(request)) {
      const said = [{ role: 'assistant', content: [{ type: 'text', text: { value: 'one' } }] }];
      return json({ data: said, has_more: true, last_id: 'msg_1' });
    }
    return json({ id: 'thread_1' });
  });
  const { provider } = await project(classic);
  const { azureAgents } = await import('../../../src/providers/azure/azure-agents.ts');
  const { HttpProvider } = await import('../../../src/providers/http-provider.ts');
  const own = new HttpProvider({
    protocol: azureAgents(server.url, 'k', {
      id: 'asst_1',
      version: null,
      api: 'classic',
      keep: false,
      poll: false,
    }),
    baseUrl: server.url,
    pool: 2,
    http2: false,
    timeouts: provider.timeouts,
  });
  for (const expected of [2, 3]) {
    const { result } = await turnOf(own, turn);
    expect(result).toMatchObject({
      text: 'one\n\ntwo',
      usage: { estimated: true, outputTokens: 2 },
    });
    expect(runs).toBe(expected);
  }
  await own.close();
  await server.close();
});

test('tools that a run wants are given back, and a later turn goes on in the same run', async () => {
  for (const poll of [false, true]) {
    const { call, simulator } = await project({ ...classic, poll }, { parallelToolCalls: 2 });
    const first = await call({ ...turn, tools });
    expect(first.result?.finishReason).toBe('tool_calls');
    const calls = first.result?.toolCalls ?? [];
    expect(calls).toHaveLength(2);
    const next: Turn = {
      ...turn,
      tools,
      messages: [
        ...turn.messages,
        { role: 'assistant', content: '', toolCalls: calls },
        ...calls.map(({ id }) => ({ role: 'tool', content: 'North.', toolCallId: id })),
      ],
    };
    const { result } = await call(next);
    expect(result?.text).toMatch(/\.$/);
    const paths = asked(simulator);
    expect(paths.filter((path) => path === 'POST /threads')).toHaveLength(1);
    expect(paths).toContain('POST /threads/:/runs/:/submit_tool_outputs');
    expect(paths.at(-1)).toBe('DELETE /threads/:');
    // Of a run that is not known any more, all is told in a new thread.
    const anew = await call(next);
    expect(anew.failure).toBeNull();
    expect(asked(simulator).filter((path) => path === 'POST /threads')).toHaveLength(2);
  }
});

test('a run that waits for tools when the route is closed is cancelled and its thread deleted', async () => {
  const { call, provider, simulator } = await project(classic);
  await call({ ...turn, tools });
  await provider.close();
  expect(asked(simulator).slice(-2)).toEqual([
    'POST /threads/:/runs/:/cancel',
    'DELETE /threads/:',
  ]);
});

test('a limit inside a 200 counts as a 429 with its wait, and as nothing spent', async () => {
  for (const poll of [false, true]) {
    const { call, simulator } = await project(
      { ...classic, poll },
      { faults: { shares: { 'rate-limited-inside': 1 }, retryAfterMs: 26_000 } },
    );
    const { failure } = await call();
    expect(failure).toMatchObject({
      class: 'rate-limited',
      status: 429,
      retryAfterMs: 26_000,
      uncertain: false,
    });
    await expect.poll(() => asked(simulator).at(-1)).toBe('DELETE /threads/:');
  }
});

test('an agent that is not there fails the call, and its thread goes', async () => {
  const { call, simulator } = await project({ id: 'asst_no-such-agent' });
  expect((await call()).failure).toMatchObject({ class: 'not-found', uncertain: false });
  await expect.poll(() => asked(simulator).at(-1)).toBe('DELETE /threads/:');
});

test('a run that is cut is told at once, gives no token after that, and is stopped at the service', async () => {
  const { call, provider, simulator } = await project(classic, slow);
  let tokensThen = -1;
  const { failure, deltas } = await call(turn, (active, told) => {
    if (told.deltas.length !== 3) return;
    active.abort('cancelled', 'by a test');
    tokensThen = told.deltas.length;
  });
  expect(failure).toMatchObject({ class: 'cancelled', message: 'by a test', uncertain: true });
  const began = performance.now();
  await provider.close();
  expect(performance.now() - began).toBeLessThan(1_500);
  expect(deltas).toHaveLength(tokensThen);
  expect(asked(simulator).slice(-2)).toEqual([
    'POST /threads/:/runs/:/cancel',
    'DELETE /threads/:',
  ]);
  expect(simulator.record().totals.aborted).toBe(1);
});

test('a call that is cut before its run has begun costs nothing', async () => {
  const { call, provider, simulator } = await project(classic);
  const { failure } = await call(turn, (active, { stages }) => {
    if (stages.at(-1) === 'posting batch 1 of 1') active.abort('cancelled', 'by a test');
  });
  expect(failure).toMatchObject({ class: 'cancelled', uncertain: false });
  await provider.close();
  expect(asked(simulator)).toEqual(['POST /threads', 'DELETE /threads/:']);
});

test('the limits of time are those of the call, not of each of its exchanges', async () => {
  const polled = await project({ ...classic, poll: true }, slow, { firstTokenSeconds: 0.4 });
  expect((await polled.call()).failure).toMatchObject({
    class: 'timeout',
    message: 'no first token within 0.4 s',
    uncertain: true,
  });
  const total = await project(classic, slow, { totalSeconds: 0.4 });
  expect((await total.call()).failure?.message).toBe('no end within 0.4 s of the call');
});

test('a service that hangs while it is cleared away does not keep the answer', async () => {
  const { azureClassic } = await import('../behaviour/speakers/azure-classic.ts');
  const { stageOf } = await import('../behaviour/one-turn.ts');
  const said = { pieces: ['All', ' of it'], usage: null };
  const { events, end } = azureClassic.stream(said);
  const main: Step[] = reply(
    200,
    { 'content-type': 'text/event-stream' },
    [...events, ...end].join(''),
  );
  const stage = await stageOf(
    {
      ...azureClassic,
      besides: (request) =>
        request.startsWith('DELETE') ? ['HANG'] : (azureClassic.besides?.(request) ?? null),
    },
    [main],
  );
  const { result } = await turnOf(stage.provider, turn);
  expect(result?.text).toBe('All of it');
  await stage.close();
});

test('a person who looks sees the run, with a name in place of the key', async () => {
  const { call } = await project(classic, slow);
  let shown = { url: '', body: '', headers: {} as Readonly<Record<string, string>> };
  let partial = '';
  await call(turn, (active, { deltas }) => {
    if (deltas.length < 2) return;
    shown = httpRequest(active.rawRequest('$KEY'));
    partial = active.partialText();
    active.abort('cancelled', 'by a test');
  });
  expect(shown.url).toMatch(/\/threads\/thread_\w+\/runs\?api-version=v1$/);
  expect(shown.headers['api-key']).toBe('$KEY');
  expect(JSON.parse(shown.body)).toMatchObject({ assistant_id: 'asst_1', stream: true });
  expect(partial.length).toBeGreaterThan(0);
});

test('the exchanges of a call share one connection', async () => {
  const { call, provider } = await project(classic, { outputTokens: 20, latencyMs: 30 });
  let opened = 0;
  provider.onConnection = (change) => {
    if (change === 'opened') opened++;
  };
  const messages = Array.from({ length: 5 }, (_, n) => ({ role: 'user', content: `Part ${n}` }));
  expect((await call({ ...turn, messages })).failure).toBeNull();
  expect(opened).toBe(1);
});

test('a look at a route says whether its agent is there', async () => {
  const { provider, simulator } = await project(classic);
  expect(await provider.check()).toEqual({ ok: true, detail: '' });
  expect(asked(simulator)).toEqual(['GET /assistants/asst_1']);
});
