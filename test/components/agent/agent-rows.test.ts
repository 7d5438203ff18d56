import { expect, test } from 'vitest';
import { drawAgentHeader } from '../../../components/agent/agent-header-rows.ts';
import type { AgentScene } from '../../../components/agent/agent-scene.ts';
import { drawCall, drawCallLines } from '../../../components/agent/call-rows.ts';
import { callTimes } from '../../../components/agent/call-times.ts';
import { shares } from '../../../components/agent/phase-bar.ts';
import { drawReading } from '../../../components/agent/reading-rows.ts';
import { AgentState } from '../../../src/state/agent-state.ts';
import type { TaskRecord } from '../../../src/state/task-record.ts';
import { drawn, sceneOf } from '../draw.ts';
import { RunFixture } from '../run-fixture.ts';
import { attemptOf, recordOf, refusedAttempt } from './records.ts';

const run = new RunFixture({ roles: { kaoz: 3 }, routes: ['azure/gpt-5-mini', 'ollama/llama'] });
run.advance(5_000);

function scene(record: TaskRecord | null, change: Partial<AgentScene> = {}, t = run.t) {
  const agent: AgentScene = {
    agent: 0,
    task: record?.task ?? -1,
    record,
    movedOn: false,
    tries: 6,
    outputTokens: null,
    rates: new Float32Array(0),
    raw: false,
    layout: { blocks: [], rows: 0 },
    first: 0,
    follows: true,
    current: null,
    ...change,
  };
  return sceneOf({ ...run.snapshot(), t }, { agent });
}

const call = (record: TaskRecord, change: Partial<AgentScene> = {}, t = run.t) =>
  drawn(drawCall, scene(record, change, t), 46, 24);

test('a call that has ended shows its route, its times as a bar, its tokens, its mean speed and its cost', () => {
  expect(call(recordOf()).slice(0, 10)).toEqual([
    '─ call ────────────────────── attempt 1 of 6 ─',
    ' task     q7',
    ' route    azure/gpt-5-mini',
    ' queued   0.20s before it',
    ' tokens   412 in  1,204 out  12 cached',
    ' speed    388 t/s mean',
    ' cost     $0.0031 of $0.0042 reserved',
    '',
    ` ${'▓'.repeat(1)}${'░'.repeat(5)}${'▒'.repeat(38)}`,
    ' connect 41ms · wait 0.38s · stream 3.1s',
  ]);
});

test('of a call under way the tokens are those that came, and the money is what is set aside', () => {
  const attempt = attemptOf({
    endedT: null,
    outcome: 'running',
    usage: null,
    costNanoUsd: null,
    attempt: 2,
  });
  const record = recordOf({
    status: 'running',
    answer: null,
    attempts: [refusedAttempt(), attempt],
  });
  const rates = Float32Array.from([10, 20, 48]);
  const lines = call(record, { outputTokens: 96, rates }, 2_421);
  expect(lines[0]).toContain('attempt 2 of 6');
  expect(lines[4]).toBe(' tokens   – in  96 out');
  expect(lines[5]).toMatch(/^ speed {4}48 t\/s +[⠀-⣿]{2}$/);
  expect(lines[6]).toBe(' cost     $0.0042 reserved');
  expect(lines[9]).toBe(' connect 41ms · wait 0.38s · stream 1.0s');
});

test('every attempt before is told with its error and what was waited after it, the last one first', () => {
  const message = 'Requests to this deployment have exceeded the limit of its tier for this minute';
  const attempts = [
    refusedAttempt({ route: 1, error: { class: 'overloaded', status: 503, message } }),
    refusedAttempt({ attempt: 2, startedT: 2_600, endedT: 3_000, uncertain: true }),
    attemptOf({ attempt: 3, startedT: 3_400 }),
  ];
  expect(call(recordOf({ attempts })).slice(11, 20)).toEqual([
    '─ attempts before ──────────────────────── 2 ─',
    '  2 rate-limited 429 · at 0:02.6 · after 0.40s',
    '    429: slow down',
    '    waited 0.40s · may have been billed',
    '  1 overloaded 503 · at 0:01.0 · after 0.90s',
    '    ollama/llama',
    '    Requests to this deployment have exceeded',
    '    the limit of its tier for this minute',
    '    waited 0.61s',
  ]);
});

test('a back-off says when the next try begins', () => {
  const record = recordOf({ status: 'retrying', answer: null, attempts: [refusedAttempt()] });
  expect(call(record, {}, 2_100).join('\n')).toContain('again in 0.41s');
  expect(call(record, {}, 9_000).join('\n')).toContain('waited 0.61s');
});

test('what is not known is a dash', () => {
  const attempt = attemptOf({
    queuedT: null,
    usage: null,
    costNanoUsd: null,
    reservedNanoUsd: null,
  });
  const lines = call(recordOf({ attempts: [attempt] }), { tries: null });
  expect(lines[0]).toContain('─ attempt 1 ─');
  expect(lines[3]).toBe(' queued   –');
  expect(lines[4]).toBe(' tokens   – in  – out');
  expect(lines[5]).toBe(' speed    – t/s');
  expect(lines[6]).toBe(' cost     –');
});

test('a narrow screen says the same in three lines', () => {
  const attempts = [refusedAttempt(), attemptOf({ attempt: 2, startedT: 2_500 })];
  expect(drawn(drawCallLines, scene(recordOf({ attempts })), 100, 3)).toEqual([
    ' attempt 2 of 6 · azure/gpt-5-mini · 412 in  1,204 out  12 cached · $0.0031 of $0.0042 reserved',
    ' connect 41ms · wait 0.38s · stream 3.1s   388 t/s mean',
    '  1 rate-limited 429 · at 0:01.0 · after 0.90s · 429: slow down · waited 0.60s',
  ]);
});

test('the phases of a call are told by what has come of it', () => {
  const open = { endedT: null, outcome: 'running' } as const;
  const connecting = attemptOf({
    ...open,
    sentT: null,
    streamingT: null,
    connectMs: null,
    firstTokenMs: null,
  });
  expect(callTimes(connecting, 1_030)).toEqual({ connectMs: 30, waitMs: null, streamMs: null });
  const waiting = attemptOf({ ...open, streamingT: null, firstTokenMs: null });
  expect(callTimes(waiting, 1_141)).toEqual({ connectMs: 41, waitMs: 100, streamMs: null });
  expect(callTimes(attemptOf(open), 1_521)).toEqual({ connectMs: 41, waitMs: 380, streamMs: 100 });
  expect(callTimes(attemptOf(), 9_999)).toEqual({ connectMs: 41, waitMs: 380, streamMs: 3_100 });
});

test('cells are shared by amounts; what is more than nothing has one', () => {
  expect(shares([41, 380, 3_100], 40)).toEqual([1, 4, 35]);
  expect(shares([1, 0, 1], 10)).toEqual([5, 0, 5]);
  expect(shares([1, 1_000_000, 1], 3)).toEqual([1, 1, 1]);
  expect(shares([0, 0, 0], 10)).toEqual([0, 0, 0]);
});

test('the header names the agent and what it is at, and how the run stands', () => {
  const [line] = drawn(drawAgentHeader, scene(recordOf()), 120, 1);
  expect(line).toMatch(/^ kaoz_0 {2}\S .*● RUNNING 5s/);
  const [moved] = drawn(
    drawAgentHeader,
    scene(recordOf(), { movedOn: true, follows: false }),
    120,
    1,
  );
  expect(moved).toMatch(/^ kaoz_0 {2}done {2}· the agent has gone on since: G goes there/);
  const [task] = drawn(
    drawAgentHeader,
    scene(recordOf({ status: 'queued' }), { agent: null }),
    120,
    1,
  );
  expect(task).toMatch(/^ q7 {2}queued/);
});

test('an agent without a task says so, and so does a record that cannot be read', () => {
  const unread = drawn(drawReading, scene(null, { task: 3 }), 60, 8);
  expect(unread[2]).toBe('   The record of this task cannot be read.');
  expect(drawn(drawReading, scene(null), 60, 8)[2]).toBe('   This agent has had no task yet.');
  expect(run.state.agents.state[0]).not.toBe(AgentState.idle);
});

test.each(Object.entries({ drawAgentHeader, drawCall, drawCallLines, drawReading }))(
  '%s draws into any size, whatever is known',
  (_, draw) => {
    const records = [
      null,
      recordOf(),
      recordOf({ attempts: [] }),
      recordOf({ attempts: [refusedAttempt()] }),
    ];
    for (const record of records)
      for (let columns = 0; columns < 130; columns += 7)
        for (let rows = 0; rows < 30; rows += 2)
          expect(() => drawn(draw, scene(record), columns, rows)).not.toThrow();
  },
);
