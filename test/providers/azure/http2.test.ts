import { constants } from 'node:http2';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Turn } from '../../../src/providers/provider.ts';
import type { SimulatorOptions } from '../../../src/simulator/start-simulator.ts';
import type { RouteAgent, TimeoutPolicy } from '../../../src/spec/resolved.ts';
import { trustTestCertificate } from '../../helpers/http2-server.ts';
import { asked, project, tools, turn } from './on-project.ts';

// The calls of agents take several exchanges, which share a session with those of other calls.

beforeAll(trustTestCertificate);

async function projectOverHttp2(
  agent: Partial<RouteAgent>,
  options: SimulatorOptions = {},
  timeouts: Partial<TimeoutPolicy> = {},
) {
  const { front, ...rest } = await project(agent, options, timeouts, 'HTTP/2');
  if (front === null) throw new Error('nothing speaks HTTP/2');
  return { ...rest, front };
}

const slow = { latencyMs: 60_000, firstTokenMs: 10, outputTokens: 1_000 };
const parts = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ role: 'user', content: `Part ${n}` }));

describe.each([
  [
    'a classic agent',
    'asst_1',
    [
      'POST /threads',
      'POST /threads/:/messages',
      'POST /threads/:/messages',
      'POST /threads/:/runs',
      'DELETE /threads/:',
    ],
    parts(2),
  ],
  [
    'a newer agent',
    'kaoz',
    [
      'POST /conversations',
      'POST /conversations/:/items',
      'POST /conversations/:/items',
      'POST /responses',
      'DELETE /conversations/:',
    ],
    parts(30),
  ],
])('%s', (_, id, exchanges, messages) => {
  test('is called by its exchanges over one session, and nothing is left behind', async () => {
    const { call, simulator, front } = await projectOverHttp2({ id }, { outputTokens: 9 });
    const { result, deltas, sent } = await call({ ...turn, messages });
    expect(result).toMatchObject({ finishReason: 'stop', usage: { outputTokens: 9 } });
    expect(deltas.join('')).toBe(result?.text);
    expect(sent).toBe(1);
    expect(asked(simulator)).toEqual(exchanges);
    expect(front.openSessions()).toBe(1);
    expect(front.closedWith).toEqual(exchanges.map(() => constants.NGHTTP2_NO_ERROR));
  });

  test('is asked for its state where it does not stream', async () => {
    const { call, simulator } = await projectOverHttp2({ id, poll: true }, { latencyMs: 30 });
    const { result } = await call({ ...turn, messages });
    expect(result?.text).toMatch(/\.$/);
    expect(asked(simulator).some((line) => line.startsWith('GET'))).toBe(true);
    expect(asked(simulator).at(-1)).toBe(exchanges.at(-1));
  });

  test('calls tools, and goes on with what they gave', async () => {
    const { call } = await projectOverHttp2({ id });
    const { result: asking } = await call({ ...turn, tools });
    const toolCalls = asking?.toolCalls ?? [];
    expect(toolCalls).toHaveLength(1);
    const next: Turn = {
      ...turn,
      tools,
      messages: [
        ...turn.messages,
        { role: 'assistant', content: '', toolCalls },
        { role: 'tool', content: 'North.', toolCallId: toolCalls[0].id },
      ],
    };
    expect((await call(next)).result?.text).toMatch(/\.$/);
  });

  test('that is cut has its stream reset and is cleared away, and calls beside it go on', async () => {
    const { call, simulator, provider, front } = await projectOverHttp2({ id }, slow);
    const cut = call({ ...turn, messages }, (active, { deltas }) => {
      if (deltas.length === 3) active.abort('cancelled', 'by a test');
    });
    const { failure, deltas } = await cut;
    expect(failure).toMatchObject({ class: 'cancelled', uncertain: true });
    expect(deltas).toHaveLength(3);
    await expect.poll(() => front.closedWith).toContain(constants.NGHTTP2_CANCEL);
    await expect.poll(() => asked(simulator).at(-1)).toBe(exchanges.at(-1));
    expect(simulator.record().totals.aborted).toBe(1);
    simulator.configure({ latencyMs: 20 });
    expect((await call({ ...turn, messages })).failure).toBeNull();
    expect(front.openSessions()).toBe(1);
    expect(await provider.close()).toBe(1);
    await expect.poll(() => front.openSessions()).toBe(0);
  });

  test('takes many calls at once over a few connections', async () => {
    const { call, simulator, provider } = await projectOverHttp2({ id }, { latencyMs: 50 });
    const calls = Array.from({ length: 30 }, () => call({ ...turn, messages }));
    expect((await Promise.all(calls)).filter(({ failure }) => failure !== null)).toEqual([]);
    expect(asked(simulator)).toHaveLength(30 * exchanges.length);
    expect(provider.traffic().openSockets).toBeLessThanOrEqual(4);
  });

  test('goes on over another session where the server takes no more on this one', async () => {
    const { call, simulator, front } = await projectOverHttp2({ id });
    const retired = new Set<string>();
    const { failure, sent } = await call({ ...turn, messages }, (_, { stages }) => {
      const stage = stages.at(-1) ?? '';
      if (retired.has(stage)) return;
      retired.add(stage);
      front.retireSessions();
    });
    expect(failure).toBeNull();
    expect(sent).toBe(1);
    expect(retired.size).toBeGreaterThan(2);
    // None of them was asked twice.
    expect(asked(simulator)).toEqual(exchanges);
  });
});

test('a run that waits for tools when the route is closed is cancelled and its thread deleted', async () => {
  const { call, provider, simulator } = await projectOverHttp2({ id: 'asst_1' });
  await call({ ...turn, tools });
  await provider.close();
  expect(asked(simulator).slice(-2)).toEqual([
    'POST /threads/:/runs/:/cancel',
    'DELETE /threads/:',
  ]);
});

test('a session that breaks ends its calls once, which may have cost something', async () => {
  const { call, simulator, front, provider } = await projectOverHttp2({ id: 'asst_1' }, slow);
  let streaming = 0;
  const calls = Array.from({ length: 8 }, () =>
    call(turn, (_, { deltas }) => {
      if (deltas.length === 1 && ++streaming === 8) void front.close();
    }),
  );
  for (const { failure } of await Promise.all(calls)) {
    expect(['network', 'truncated']).toContain(failure?.class);
    expect(failure?.uncertain).toBe(true);
  }
  expect(asked(simulator).filter((line) => line === 'POST /threads/:/runs')).toHaveLength(8);
  await provider.close();
});
