import { expect, test } from 'vitest';
import { AgentState, TaskStatus } from '../../src/state/agent-state.ts';
import { noBudget } from '../../src/state/budget-caps.ts';
import type { RunEventBody } from '../../src/state/events.ts';
import { RunState } from '../../src/state/run-state.ts';
import { takeSnapshot } from '../../src/state/snapshot.ts';

const started: RunEventBody = {
  type: 'run.started',
  runId: 'r1',
  name: 'cathedral',
  preset: 'heavy',
  startedAt: '2026-11-21T09:00:00.000Z',
  seed: 1,
  version: '0.1.0',
  roles: [
    { name: 'kaoz', agents: 3, routes: [0] },
    { name: 'order', agents: 2, routes: [1] },
  ],
  routes: ['a', 'b'].map((name) => ({
    name,
    provider: 'openai',
    model: name,
    baseUrl: 'http://127.0.0.1/v1',
    pool: 5,
    maxConnections: null,
  })),
  concurrency: 4,
  budget: noBudget,
};
const usage = {
  inputTokens: 10,
  cacheReadTokens: 5,
  cacheWriteTokens: 0,
  outputTokens: 7,
  estimated: false,
};

/** A state in which 6 tasks are queued, the even ones kaoz's and the odd ones order's. */
function stateWith(...bodies: [t: number, body: RunEventBody][]): RunState {
  const state = new RunState();
  let seq = 0;
  const all: [number, RunEventBody][] = [
    [0, started],
    [
      0,
      {
        type: 'tasks.added',
        first: 0,
        count: 6,
        role: [0, 1, 0, 1, 0, 1],
        priority: [100, 100, 200, 100, 100, 100],
      },
    ],
    [1, { type: 'run.phase', phase: 'RUNNING', reason: null }],
    ...bodies,
  ];
  for (const [t, body] of all) state.apply({ v: 1, seq: ++seq, t, ...body });
  return state;
}

const start = (task: number, agent: number, attempt = 1): RunEventBody => ({
  type: 'task.started',
  task,
  agent,
  route: task % 2,
  attempt,
  reservedNanoUsd: null,
});
const finish = (task: number, agent: number): RunEventBody => ({
  type: 'task.finished',
  task,
  agent,
  route: task % 2,
  attempts: 1,
  durationMs: 900,
  callMs: 900,
  firstTokenMs: 200,
  finishReason: 'stop',
  usage,
  costNanoUsd: 50,
  text: 'answer',
});

test('agents are numbered role by role', () => {
  const { agents } = stateWith();
  expect([...agents.role]).toEqual([0, 0, 0, 1, 1]);
  expect([...agents.number]).toEqual([0, 1, 2, 0, 1]);
});

test('waiting tasks are counted by priority, the most urgent first', () => {
  const { queue, tasks } = takeSnapshot(stateWith(), 5_000);
  expect(queue).toMatchObject({
    byPriority: [
      [200, 1, 5_000],
      [100, 5, 5_000],
    ],
    oldestMs: 5_000,
  });
  expect(tasks).toMatchObject({ total: 6, queued: 6, ended: 0 });
});

test('as many free agents are shown as queued as tasks wait for their role', () => {
  const snapshot = takeSnapshot(
    stateWith([10, start(0, 0)], [10, start(2, 1)], [11, start(4, 2)]),
    20,
  );
  expect([...snapshot.agents.shown]).toEqual([
    AgentState.connecting,
    AgentState.connecting,
    AgentState.connecting,
    AgentState.queued,
    AgentState.queued,
  ]);
  expect(snapshot.agentCounts[AgentState.connecting]).toBe(3);
});

test('agents whose route is held by a gate are shown as held', () => {
  const hold: RunEventBody = {
    type: 'gate.held',
    route: 1,
    gate: 'rate',
    detail: 'requests/min 60',
    untilT: 3_000,
  };
  const snapshot = takeSnapshot(stateWith([10, hold]), 1_000);
  expect([...snapshot.agents.shown].slice(3)).toEqual([AgentState.held, AgentState.held]);
  expect(snapshot.limiting).toMatchObject({
    by: 'rate',
    sentence: 'requests/min 60 on b',
    remedy: ['goes on in 2s', 'more concurrency gains nothing'],
  });
  const after = stateWith([10, hold], [20, { type: 'gate.released', route: 1, gate: 'rate' }]);
  expect(takeSnapshot(after, 30).agents.shown[3]).toBe(AgentState.queued);
});

test('tokens count as they arrive, and the reported usage replaces them', () => {
  const state = stateWith(
    [10, start(0, 0)],
    [11, { type: 'call.sent', task: 0, agent: 0, connectMs: 1 }],
  );
  for (let i = 0; i < 5; i++) state.countTokens(0, 1);
  expect(state.totals.outputTokens).toBe(5);
  state.apply({ v: 1, seq: 9, t: 900, ...finish(0, 0) });
  expect(state.totals).toMatchObject({ outputTokens: 7, inputTokens: 15, costNanoUsd: 50 });
  expect(state.agents.tokens[0]).toBe(7);
  expect(state.agents.state[0]).toBe(AgentState.done);
  expect(state.agents.done[0]).toBe(1);
});

test('a retry backs off, is queued again, and its call no longer counts as in flight', () => {
  const retrying: RunEventBody = {
    type: 'task.retrying',
    task: 0,
    agent: 0,
    route: 0,
    attempt: 1,
    class: 'server',
    status: 500,
    message: 'oops',
    waitMs: 500,
    uncertain: true,
    outputTokens: 3,
  };
  const state = stateWith([10, start(0, 0)], [20, retrying]);
  expect(state.inFlight).toBe(0);
  expect(state.agents.state[0]).toBe(AgentState.retrying);
  expect(state.totals).toMatchObject({
    retries: 1,
    retryWaitMs: 500,
    uncertainCalls: 1,
    outputTokens: 3,
  });
  state.apply({
    v: 1,
    seq: 9,
    t: 520,
    type: 'task.requeued',
    task: 0,
    agent: 0,
    cut: false,
    uncertain: false,
    outputTokens: 0,
  });
  expect(state.tasks.status[0]).toBe(TaskStatus.queued);
  expect(state.queued).toBe(6);
});

test('success is the share of those that ended', () => {
  expect(takeSnapshot(stateWith(), 0).successShare).toBeNull();
  const failed: RunEventBody = {
    type: 'task.failed',
    task: 1,
    agent: 3,
    route: 1,
    attempts: 1,
    durationMs: 1,
    class: 'auth',
    status: 401,
    message: 'no',
    uncertain: false,
    outputTokens: 0,
  };
  const state = stateWith([1, start(0, 0)], [1, start(1, 3)], [2, finish(0, 0)], [3, failed]);
  const snapshot = takeSnapshot(state, 10);
  expect(snapshot.successShare).toBe(0.5);
  expect(snapshot.tasks).toMatchObject({ done: 1, failed: 1, ended: 2 });
  expect([...snapshot.totals.failures]).toEqual([['auth', 1]]);
});

test('a price that is unknown is counted as such and adds nothing', () => {
  const unpriced = { ...finish(0, 0), costNanoUsd: null } as RunEventBody;
  const { totals } = stateWith([1, start(0, 0)], [2, unpriced]);
  expect(totals).toMatchObject({ costNanoUsd: 0, unpricedCalls: 1 });
});

test('a resume takes no limit over that another session has learned', () => {
  const state = stateWith(
    [1, { type: 'limit.adapted', route: 0, from: 20, to: 40, ceiling: 50, reason: 'all well' }],
    [
      9_000,
      {
        type: 'run.resumed',
        at: '2026-11-21T10:00:00.000Z',
        session: 2,
        requeued: [],
        concurrency: 4,
        budget: noBudget,
      },
    ],
  );
  expect(state.routes[0]).toMatchObject({ adaptiveLimit: null, adaptiveCeiling: null });
});

test('a resume queues what was in flight, calls it uncertain, and starts the pace anew', () => {
  const resumed: RunEventBody = {
    type: 'run.resumed',
    at: '',
    session: 2,
    requeued: [2],
    concurrency: 9,
    budget: noBudget,
  };
  const state = stateWith([1, start(0, 0)], [2, finish(0, 0)], [3, start(2, 1)], [9_000, resumed]);
  expect(state.queued).toBe(5);
  expect(state.inFlight).toBe(0);
  expect(state).toMatchObject({ session: 2, concurrency: 9, endedThisSession: 0 });
  expect(state.totals.uncertainCalls).toBe(1);
  expect(state.agents.state[1]).toBe(AgentState.idle);
  expect(state.routes.every((route) => route.inFlight === 0)).toBe(true);
});

test('a pause does not count as time worked', () => {
  const state = stateWith(
    [1_000, { type: 'run.phase', phase: 'PAUSED', reason: null }],
    [61_000, { type: 'run.phase', phase: 'RUNNING', reason: null }],
  );
  expect(state.workedMs(62_000)).toBe(999 + 1_000);
});

test('once a run is over no agent is shown as waiting for a turn', () => {
  const over: RunEventBody = {
    type: 'run.finished',
    phase: 'STOPPED',
    exitCode: 130,
    reason: 'stopped by you',
  };
  const snapshot = takeSnapshot(stateWith([50, over]), 60);
  expect(snapshot.agentCounts[AgentState.queued]).toBe(0);
  expect(snapshot).toMatchObject({ phase: 'STOPPED', exitCode: 130 });
});

test.each([
  ['PAUSED', 'paused by you, p goes on'],
  ['DRAINING', 'draining, 0 calls still end'],
] as const)('while %s the line says so', (phase, sentence) => {
  const state = stateWith([5, { type: 'run.phase', phase, reason: null }]);
  expect(takeSnapshot(state, 10).limiting.sentence).toBe(sentence);
});

test('what operators read in a log is kept, newest first; the rest is not', () => {
  const state = stateWith(
    [1, start(0, 0)],
    [2, finish(0, 0)],
    [3, { type: 'command.accepted', id: 1, command: 'pause', by: 'you', why: null }],
  );
  expect(state.notable.newest(9).map(({ event }) => event.type)).toEqual([
    'command.accepted',
    'run.phase',
    'run.started',
  ]);
});

test('what one command does to many tasks is kept once, with how many there were', () => {
  const cancelled = (task: number, reason: string) =>
    ({
      type: 'task.cancelled',
      task,
      agent: -1,
      attempts: 0,
      durationMs: 0,
      reason,
      uncertain: false,
      outputTokens: 0,
    }) as const;
  const state = stateWith(
    [1, cancelled(0, 'by mo')],
    [1, cancelled(1, 'by mo')],
    [1, cancelled(2, 'by mo')],
    [2, cancelled(3, 'by you')],
  );
  const kept = state.notable.newest(2).map(({ event, times }) => [event.type, times]);
  expect(kept).toEqual([
    ['task.cancelled', 1],
    ['task.cancelled', 3],
  ]);
});

test('2,000 of them are kept, each with its place, and can be looked at as they were before', () => {
  const changed = (from: number): [number, RunEventBody] => [
    from,
    { type: 'concurrency.changed', from, to: from + 1, by: 'mo', reason: '' },
  ];
  const state = stateWith(...Array.from({ length: 2_500 }, (_, i) => changed(i)));
  const { notable } = state;
  expect(notable.newest(9_000)).toHaveLength(2_000);
  expect(notable.newest(1)[0].index).toBe(notable.count - 1);
  expect(notable.newest(3, 1_000).map(({ index }) => index)).toEqual([999, 998, 997]);
  expect(notable.newest(10, notable.count - 1_998)).toHaveLength(2);
});
