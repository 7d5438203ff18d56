import { expect, test } from 'vitest';
import { TaskStatus } from '../../src/state/agent-state.ts';
import { alertRules } from '../../src/state/alert-rules.ts';
import type { Sample, ToolFinished } from '../../src/state/events.ts';
import { whatLimits } from '../../src/state/limiting.ts';
import { sessionPace } from '../../src/state/session-pace.ts';
import { takeSnapshot } from '../../src/state/snapshot.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { usualAlerts } from '../helpers/tuning.ts';

/** One agent whose task has had its first turn, which wanted these tools. */
function inTools(tools: readonly string[], tasks = 1): FoldedRun {
  const run = new FoldedRun({ tasks: Array(tasks).fill(0) });
  for (let task = 0; task < tasks; task++) {
    run
      .started(100, task, task)
      .sent(110, task)
      .at(900, {
        type: 'turn.finished',
        ...{ task, agent: task, route: 0, turn: 1, callMs: 800, firstTokenMs: null },
        finishReason: 'tool_calls',
        usage: {
          inputTokens: 5,
          cacheReadTokens: 0,
          cacheWriteTokens: 0,
          outputTokens: 3,
          estimated: false,
        },
        costNanoUsd: 10,
        text: '',
        calls: tools.map((tool, index) => ({ id: `c${index}`, tool, arguments: '{}' })),
        problem: null,
      });
  }
  return run;
}

const of = (call: string, tool: string, task = 0) => ({ task, agent: task, call, tool });
const end: Omit<ToolFinished, 'task' | 'agent' | 'call' | 'tool'> = {
  type: 'tool.finished',
  failure: null,
  durationMs: 300,
  bytes: 8,
  text: 'it rains',
};
const stage = (run: FoldedRun) => run.state.stages.get(0);

function sample(run: FoldedRun, t: number): FoldedRun {
  const figures = {
    ...{ inFlight: run.state.inFlight, queued: 0, outputTokens: 0, callsPerSecond: 0 },
    ...{ tokensPerSecond: 0, errorsPerSecond: 0, p50Ms: null, p95Ms: null, p99Ms: null },
    ...{ firstTokenP50Ms: null, cpuShare: 0, rssBytes: 0, openSockets: 0, bytesIn: 0 },
    ...{ bytesOut: 0, bounds: [] },
  };
  return run.at(t, { type: 'sample', ...figures } satisfies Sample);
}

test('an agent is at the tool that runs, and first of all at one that asks', () => {
  const run = inTools(['http_get', 'search', 'shell']);
  expect(stage(run)).toBe('http_get and 2 more');
  run.at(910, { type: 'tool.started', ...of('c1', 'search'), source: 'built-in' });
  expect(stage(run)).toBe('search and 2 more');
  run.at(920, { type: 'tool.asked', ...of('c2', 'shell'), arguments: '{}' });
  expect(stage(run)).toBe('asks for shell and 2 more');
  run.at(950, { type: 'tool.answered', ...of('c2', 'shell'), allowed: true, by: 'mo' });
  run.at(960, { ...end, ...of('c1', 'search') }).at(970, { ...end, ...of('c0', 'http_get') });
  expect(stage(run)).toBe('shell');
  run.at(980, { ...end, ...of('c2', 'shell') });
  expect(stage(run)).toBeUndefined();
  expect(run.state.totals).toMatchObject({ toolCalls: 3, toolFailures: 0, toolMs: 900 });
});

test('what is said of a tool after its task has gone on without it changes nothing', () => {
  const run = inTools(['shell']);
  run.at(910, { type: 'tool.asked', ...of('c0', 'shell'), arguments: '{}' });
  expect(takeSnapshot(run.state, 920).asked).toHaveLength(1);
  run.requeued(930, 0);
  expect(takeSnapshot(run.state, 940).asked).toHaveLength(0);
  expect(run.state.toolCalls.of(0)).toEqual([]);
  run.at(950, { type: 'tool.started', ...of('c0', 'shell'), source: 'test' });
  run.at(960, { ...end, ...of('c0', 'shell'), failure: 'cancelled' });
  expect(stage(run)).toBeUndefined();
  expect(run.state.totals.toolFailures).toBe(1);
});

test('a task in its tools, or between two turns, counts as begun', () => {
  const run = inTools(['http_get'], 2);
  run.at(910, { type: 'tool.started', ...of('c0', 'http_get'), source: 'test' });
  expect(sessionPace(run.state, 1_000)).toMatchObject({ begun: 2, left: 2, sinceLastMs: 900 });
  run.requeued(1_100, 1);
  expect(run.state.counts.byStatus[TaskStatus.queued]).toBe(1);
  expect(sessionPace(run.state, 1_200)).toMatchObject({ begun: 2, sinceLastMs: 1_100 });
  // A further turn of a task begins none.
  const turn = { attempt: 1, turn: 2, reservedNanoUsd: null };
  run.at(1_300, { type: 'task.started', task: 1, agent: 1, route: 0, ...turn });
  expect(run.state.betweenTurns.size).toBe(0);
  expect(sessionPace(run.state, 1_400)).toMatchObject({ begun: 2, sinceLastMs: 1_300 });
});

test('a run is not stalled while a tool runs or asks', () => {
  const run = inTools(['http_get']);
  run.at(910, { type: 'tool.started', ...of('c0', 'http_get'), source: 'test' });
  for (let t = 1_000; t <= 200_000; t += 1_000) sample(run, t);
  expect(alertRules.stall(run.state, usualAlerts, 200_000)).toBeNull();
  run.at(200_100, { ...end, ...of('c0', 'http_get') }).requeued(200_200, 0);
  for (let t = 201_000; t <= 400_000; t += 1_000) sample(run, t);
  expect(alertRules.stall(run.state, usualAlerts, 400_000)).toMatch(
    /^nothing has moved for 3m20s: 1 task waiting/,
  );
});

test('a call that hangs is told with the tools that ask meanwhile', () => {
  const run = inTools(['shell'], 2);
  run.at(910, { type: 'tool.asked', ...of('c0', 'shell'), arguments: '{}' });
  run.requeued(920, 1).at(930, {
    ...{ type: 'task.started', task: 1, agent: 1, route: 0, attempt: 1, turn: 2 },
    reservedNanoUsd: null,
  });
  for (let t = 1_000; t <= 100_000; t += 1_000) sample(run, t);
  expect(alertRules.stall(run.state, usualAlerts, 100_000)).toMatch(
    /: 1 call without a token, 1 task in tools$/,
  );
});

test('what holds a run in a pause and before its first sample are its tools too', () => {
  const run = inTools(['http_get'], 2);
  expect(whatLimits(run.state, 950)).toMatchObject({
    by: 'tool',
    sentence: 'tools, 2 tasks wait for theirs',
  });
  run.at(960, { type: 'run.phase', phase: 'PAUSING', reason: null });
  expect(whatLimits(run.state, 970).sentence).toBe('paused by you, the tools of 2 tasks still end');
});
