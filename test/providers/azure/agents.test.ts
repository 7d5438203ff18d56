import { expect, test } from 'vitest';
import type { Turn } from '../../../src/providers/provider.ts';
import { asked, project, tools, turn } from './on-project.ts';

const slow = { latencyMs: 60_000, firstTokenMs: 10, outputTokens: 1_000 };

test('a call is one response of the agent, of which nothing is kept', async () => {
  const { call, simulator } = await project({ id: 'kaoz', version: '2' }, { outputTokens: 9 });
  const { result, deltas, stages } = await call();
  expect(result).toMatchObject({ finishReason: 'stop', usage: { outputTokens: 9 } });
  expect(deltas.join('')).toBe(result?.text);
  expect(stages).toEqual(['running']);
  expect(asked(simulator)).toEqual(['POST /responses']);
  expect((await call({ ...turn, maxOutputTokens: 3 })).result?.finishReason).toBe('length');
});

test('many messages go into a conversation in batches, which is deleted after the call', async () => {
  const { call, simulator } = await project({ id: 'kaoz' });
  const messages = Array.from({ length: 45 }, (_, n) => ({ role: 'user', content: `Part ${n}` }));
  const { result, stages } = await call({ ...turn, messages });
  expect(result?.text).toMatch(/\.$/);
  expect(stages).toEqual([
    'creating conversation',
    'posting batch 1 of 3',
    'posting batch 2 of 3',
    'posting batch 3 of 3',
    'running',
  ]);
  expect(asked(simulator)).toEqual([
    'POST /conversations',
    'POST /conversations/:/items',
    'POST /conversations/:/items',
    'POST /conversations/:/items',
    'POST /responses',
    'DELETE /conversations/:',
  ]);
  const kept = await project({ id: 'kaoz', keep: true });
  await kept.call({ ...turn, messages });
  expect(asked(kept.simulator)).not.toContain('DELETE /conversations/:');
});

test('tools are called, and what they gave travels with the next turn', async () => {
  const { call } = await project({ id: 'kaoz' });
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

test('in the background it is asked for until it is whole, cancelled where it is cut, and deleted', async () => {
  const { result: same } = await (await project({ id: 'kaoz' })).call();
  const polled = await project({ id: 'kaoz', poll: true }, { latencyMs: 40 });
  expect((await polled.call()).result?.text).toBe(same?.text);
  expect(asked(polled.simulator).at(-1)).toBe('DELETE /responses/:');
  const { call, provider, simulator } = await project({ id: 'kaoz', poll: true }, slow, {
    firstTokenSeconds: 0.3,
  });
  expect((await call()).failure).toMatchObject({ class: 'timeout', uncertain: true });
  await provider.close();
  expect(asked(simulator).slice(-2)).toEqual(['POST /responses/:/cancel', 'DELETE /responses/:']);
});

test('a limit inside the stream counts as a 429 with its wait, and as nothing spent', async () => {
  const { call } = await project(
    { id: 'kaoz' },
    { faults: { shares: { 'rate-limited-inside': 1 }, retryAfterMs: 26_000 } },
  );
  expect((await call()).failure).toMatchObject({
    class: 'rate-limited',
    status: 429,
    retryAfterMs: 26_000,
    uncertain: false,
  });
});

test('an agent that is not there is a 404', async () => {
  const { call } = await project({ id: 'no-such-agent' });
  expect((await call()).failure).toMatchObject({ class: 'not-found', status: 404 });
});
