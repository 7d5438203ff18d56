import { expect, test } from 'vitest';
import { drawAttempts } from '../../../components/agent/attempts-rows.ts';
import { drawCall, drawCallLines } from '../../../components/agent/call-rows.ts';
import { toolMs } from '../../../components/agent/call-times.ts';
import { Conversation } from '../../../components/agent/conversation.ts';
import { drawConversation } from '../../../components/agent/conversation-rows.ts';
import { currentBlock, layBlocks } from '../../../components/agent/text-block.ts';
import type { CellView } from '../../../components/painter/cell-view.ts';
import { messagesOfTurns } from '../../../src/state/said-turn.ts';
import type { AttemptRecord, TaskRecord } from '../../../src/state/task-record.ts';
import type { ToolCallRecord } from '../../../src/state/tool-call-record.ts';
import { drawn, sceneOf } from '../draw.ts';
import { RunFixture } from '../run-fixture.ts';
import { attemptOf, recordOf, refusedAttempt } from './records.ts';

const run = new RunFixture({ roles: { kaoz: 3 }, routes: ['azure/gpt-5-mini'] });
const plan = [{ role: 'user', content: 'Will it rain?' }];
const ok = { t: 6_000, failure: null, durationMs: 300, bytes: 1_204, text: '{"rain":true}' };

/** A call that the first turn wanted at 4,521 ms, and that gave a result at 6,000. */
function callOf(change: Partial<ToolCallRecord> = {}): ToolCallRecord {
  return {
    ...{ call: 'c0', tool: 'http_get', arguments: '{"city":"Oslo"}', turn: 1, wantedT: 4_521 },
    ...{ askedT: null, answer: null, startedT: 5_000, end: ok },
    ...change,
  };
}

/** A task that is in its first turn's tools. */
function recordWith(
  toolCalls: readonly ToolCallRecord[],
  change: Partial<TaskRecord> = {},
): TaskRecord {
  const calls = toolCalls.map(({ call, tool, arguments: args }) => ({
    id: call,
    tool,
    arguments: args,
  }));
  const turn = { text: '', calls, problem: null, answers: new Map() };
  return recordOf({
    status: 'tool',
    messages: [...plan, ...messagesOfTurns([turn])],
    toolCalls,
    attempts: [attemptOf({ outcome: 'turn' })],
    answer: null,
    finishReason: null,
    ...change,
  });
}

interface Look {
  readonly t?: number;
  readonly live?: boolean;
  readonly toggled?: ReadonlySet<string>;
  readonly columns?: number;
}

function read(record: TaskRecord, look: Look = {}): string[] {
  const { t = 9_000, live = true, toggled = new Set(), columns = 64 } = look;
  const unfolded = (key: string) => toggled.has(key);
  const nothing = { partial: null, words: [], figures: [] };
  const blocks = new Conversation().blocks(record, nothing, { t, live, unfolded });
  const layout = layBlocks(blocks, toggled, columns);
  const draw = (view: CellView) =>
    drawConversation(view, layout, 0, currentBlock(layout, 0, view.rows, null));
  return drawn(draw, sceneOf(run.snapshot()), columns, 30);
}

test('calls of tools are a line each below the turn that wanted them', () => {
  const rows = read(
    recordWith([
      callOf(),
      callOf({ call: 'c1', tool: 'search', startedT: 5_000, end: null }),
      callOf({ call: 'c2', tool: 'shell', askedT: 5_100, startedT: null, end: null }),
      callOf({ call: 'c3', tool: 'read', startedT: null, end: null }),
      callOf({ call: 'c4', tool: 'look', end: { ...ok, failure: 'timeout', durationMs: 30_000 } }),
    ]),
  );
  expect(rows.slice(0, 10)).toEqual([
    '  user                                            13 characters',
    '   Will it rain?',
    '',
    '  assistant  turn 1',
    '›  ◆ http_get {"city":"Oslo"}            ok  1,204 bytes  0.30s',
    '   … search {"city":"Oslo"}                           runs 4.0s',
    '   ? shell {"city":"Oslo"}                            asks 3.9s',
    '   ∙ read {"city":"Oslo"}                        waits its turn',
    '   ✗ look {"city":"Oslo"}                          timeout  30s',
    '',
  ]);
});

test('of a task that goes on no more a call that never ended is told so', () => {
  const rows = read(
    recordWith([
      callOf({ end: null }),
      callOf({ call: 'c1', startedT: null, end: null }),
      callOf({ call: 'c2', end: { ...ok, failure: 'cancelled', durationMs: 0 } }),
      callOf({
        ...{ call: 'c3', startedT: null, askedT: 5_000 },
        answer: { allowed: false, by: 'mo', t: 7_500 },
        end: { ...ok, failure: 'refused', durationMs: 0 },
      }),
    ]),
    { live: false },
  );
  expect(rows.slice(4, 8).map((row) => row.slice(1))).toEqual([
    '  ✗ http_get {"city":"Oslo"}                              lost',
    '  – http_get {"city":"Oslo"}                       did not run',
    '  – http_get {"city":"Oslo"}                               cut',
    '  – http_get {"city":"Oslo"}                     refused by mo',
  ]);
});

test('an unfolded call shows its arguments, what was said of it and what it gave', () => {
  const record = recordWith([
    callOf({ askedT: 4_600, answer: { allowed: true, by: 'mo', t: 4_900 } }),
    callOf({ call: 'c1', tool: 'search' }),
  ]);
  const rows = read(record, { toggled: new Set(['7 call 0']) });
  expect(rows.slice(4, 13)).toEqual([
    '›  ◆ http_get {"city":"Oslo"}            ok  1,204 bytes  0.30s',
    '     arguments  allowed by mo after 0.30s',
    '     {',
    '       "city": "Oslo"',
    '     }',
    '     result  the model was told this of 1,204 bytes',
    '     {"rain":true}',
    '',
    '   ◆ search {"city":"Oslo"}              ok  1,204 bytes  0.30s',
  ]);
});

test('an answer of no use and what the model was told of it are no messages of the user', () => {
  const turns = [
    { text: 'Rain, I think.', calls: [], problem: 'it is not JSON', answers: new Map() },
  ];
  const messages = [...plan, ...messagesOfTurns(turns)];
  const rows = read(recordOf({ messages, answer: '{}' }));
  expect(rows[3]).toMatch(/^ {2}assistant {2}turn 1 {2}of no use +14 characters$/);
  expect(rows[6]).toMatch(/^ {2}repair {2}what the model was told/);
  // A task that failed of it was not asked once more.
  const error = { class: 'invalid-output', status: null, message: 'it is not JSON' } as const;
  const failed = read(recordOf({ messages, answer: null, error, status: 'failed' })).join('\n');
  expect(failed).toContain('of no use');
  expect(failed).not.toContain('repair');
});

/** Three turns of the first try, then one that failed, and a second try under way. */
function longTask(): TaskRecord {
  const turn = (change: Partial<AttemptRecord>) => attemptOf({ outcome: 'turn', ...change });
  const running = attemptOf({
    ...{ attempt: 2, turn: 3, startedT: 13_000, sentT: 13_000, streamingT: null, endedT: null },
    ...{ connectMs: 0, firstTokenMs: null, outcome: 'running', usage: null, costNanoUsd: null },
  });
  return recordWith(
    [
      callOf(),
      callOf({ call: 'c1', startedT: 5_500, end: { ...ok, t: 7_000 } }),
      callOf({ call: 'c2', turn: 2, wantedT: 10_000, startedT: 10_000, end: { ...ok, t: 12_000 } }),
    ],
    {
      status: 'running',
      attempts: [
        turn({}),
        turn({ turn: 2, startedT: 8_000, sentT: 8_000, streamingT: 8_400, endedT: 10_000 }),
        refusedAttempt({ turn: 3, startedT: 12_000, endedT: 12_400 }),
        running,
      ],
    },
  );
}

const agentOf = (record: TaskRecord) => ({
  ...{ agent: 0, task: 7, record, movedOn: false, tries: 6, outputTokens: 7 },
  ...{ rates: new Float32Array(0), raw: false, layout: { blocks: [], rows: 0 }, first: 0 },
  ...{ follows: true, current: null },
});
const scene = (record: TaskRecord, t = 14_000) =>
  sceneOf({ ...run.snapshot(), t }, { agent: agentOf(record) });

test('the turns of a task are told apart, and what they took adds up', () => {
  const rows = drawn(drawCall, scene(longTask()), 50, 24);
  expect(rows[0]).toBe('─ call ───────────────── turn 3 · attempt 2 of 6 ─');
  expect(rows.slice(7, 13)).toEqual([
    ' in all   824 in  2,415 out · $0.0062',
    ' tools    3 calls · 0.90s',
    '',
    ` ${'░'.repeat(48)}`,
    ' connect 0ms · wait 1.0s · stream –',
    '',
  ]);
  expect(rows.slice(13, 18)).toEqual([
    '─ calls before ─────────────────────────────── 3 ─',
    '  1 rate-limited 429 · turn 3 · after 0.40s',
    '    429: slow down',
    '    waited 0.60s',
    ' turn 2 of try 1 · took 2.0s · http_get 2.0s',
  ]);
  expect(rows[18]).toBe(' turn 1 of try 1 · took 3.5s · 2 tools 2.0s');
});

test('turns that there is no room for are summed up', () => {
  const record = longTask();
  const draw = (view: CellView) => drawAttempts(view, record, 3, ['azure/gpt-5-mini'], 14_000);
  expect(drawn(draw, sceneOf(run.snapshot()), 50, 4)).toEqual([
    '  1 rate-limited 429 · turn 3 · after 0.40s',
    '    429: slow down',
    '    waited 0.60s',
    ' … 2 more calls · 5.5s · $0.0062',
  ]);
});

test('the phases of a try have the time of its tools, those that ran at once counted once', () => {
  const record = recordWith([callOf(), callOf({ call: 'c1', startedT: 5_500, end: null })]);
  expect(toolMs(record.toolCalls, 9_000)).toBe(4_000);
  expect(toolMs(record.toolCalls, null)).toBe(1_000);
  const rows = drawn(drawCallLines, scene(record, 9_000), 80, 3);
  expect(rows[0]).toMatch(/^ turn 1 · attempt 1 of 6 · azure\/gpt-5-mini/);
  expect(rows[1]).toMatch(/^ connect 41ms · wait 0.38s · stream 3.1s · tool 4.0s /);
  expect(rows[2]).toBe(' in all 412 in  1,211 out · $0.0031 · tools 2 calls · 0.30s');
});
