import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EventNames } from '../../src/cli/event-names.ts';
import { openPastRun } from '../../src/cli/past-run.ts';
import { Session } from '../../src/cli/session.ts';
import { summary } from '../../src/cli/summary.ts';
import { verboseLine } from '../../src/cli/verbose-line.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { SimulatorChange } from '../../src/simulator/config.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { EventOf, RunEvent, RunEventType } from '../../src/state/events.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReplay } from '../../src/store/run-replay.ts';
import { turnEventTypes } from '../../src/store/schema.ts';
import { FunctionBox, type Work } from '../engine/turns/function-box.ts';
import { folder, resolved } from '../helpers/spec.ts';

const key = { OPENAI_API_KEY: 'k' };
let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 2, tokensPerSecond: 1_000 });
});
afterEach(() => simulator.stop());

/** A session of one agent that has not started, its events kept. */
async function open(box: FunctionBox, change: SimulatorChange = {}) {
  simulator.configure(change);
  const out = join(folder(), 'run');
  const spec = await resolved({
    flags: {
      ...{ preset: 'light', provider: 'openai', baseUrl: `${simulator.url}/v1` },
      ...{ prompt: ['Hello?'], agents: '1', out },
    },
    environment: key,
  });
  const plan = compilePlan(spec);
  const options = { spec, plan, environment: key, toolBox: box, interactive: true };
  const session = await Session.open(options);
  const events: RunEvent[] = [];
  session.engine.onEvent((event) => events.push(event));
  const next = <T extends RunEventType>(type: T): Promise<EventOf<T>> =>
    new Promise((resolve) => {
      const off = session.engine.onEvent((event) => {
        if (event.type !== type) return;
        off();
        resolve(event as EventOf<T>);
      });
    });
  return { session, events, next, out };
}

const rain: Work = async () => 'it rains';

test('while a tool asks and runs, the record of its task says since when', async () => {
  let end = () => {};
  const work = () => new Promise<string>((resolve) => (end = () => resolve('it rains')));
  const { session, next } = await open(new FunctionBox({ look: work }, 'ask'));
  const calls = () => session.tasks.record(0)?.toolCalls;
  session.engine.start();
  const asked = await next('tool.asked');
  expect(calls()).toMatchObject([
    { tool: 'look', turn: 1, askedT: asked.t, answer: null, startedT: null, end: null },
  ]);
  const started = next('tool.started');
  session.command({ type: 'allow', selection: { tasks: [0] } }, { by: 'mo' });
  const { t: startedT } = await started;
  expect(calls()).toMatchObject([{ answer: { allowed: true, by: 'mo' }, startedT, end: null }]);
  const finished = next('tool.finished');
  end();
  const { t, durationMs, bytes } = await finished;
  expect(calls()).toMatchObject([
    { end: { t, durationMs, bytes, failure: null, text: 'it rains' } },
  ]);
  await session.finish();
  const record = session.tasks.record(0);
  expect(record?.attempts.map(({ attempt, turn, outcome }) => [attempt, turn, outcome])).toEqual([
    [1, 1, 'turn'],
    [1, 2, 'done'],
  ]);
  // The second turn was queued when the tool of the first had ended.
  expect(record?.attempts[1].queuedT).toBe(t);
});

test('tools are in the summary, in metrics.json and in the lines of a verbose run', async () => {
  const broken: Work = async () => {
    throw new Error('the window is shut');
  };
  const box = new FunctionBox({ look: rain, smell: broken });
  const { session, events, out } = await open(box, { toolTurns: 2, parallelToolCalls: 2 });
  session.engine.start();
  const { metrics, outcome } = await session.finish();
  expect(metrics.tools).toEqual({
    calls: 4,
    failures: 2,
    seconds: 0.002,
    by_tool: {
      look: { calls: 2, failures: 0, seconds: 0.002 },
      smell: { calls: 2, failures: 2, seconds: 0 },
    },
  });
  expect(JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')).tools).toEqual(metrics.tools);
  expect(metrics.seconds_by_phase.tool).toBe(0.002);
  const text = summary(session.snapshot(), metrics, outcome, out);
  expect(text).toMatch(/\n {2}calls +3, at most 1 at once\n {2}tools +4 calls, 2 failed, 0\.0s\n/);
  const names = new EventNames(session.plan, session.engine.state);
  const staged = new Map<number, string>();
  const lines = events
    .map((event) => verboseLine(event, names, staged))
    .filter((line) => line !== null);
  const id = session.plan.id(0);
  for (const line of [
    `[AGENT_0] ${id}: wants look, smell called, turn 1`,
    `[AGENT_0] ${id}: look (test) runs`,
    `[AGENT_0] ${id}: look gave 8 bytes in 1 ms`,
    `[AGENT_0] ${id}: smell: failed: the window is shut`,
    `[AGENT_0] ${id}: connecting to openai/gpt-5-mini, turn 2…`,
  ])
    expect(lines).toContain(line);
  const log = readFileSync(join(out, 'log.jsonl'), 'utf8');
  expect(log).toContain(`"message":"${id}: smell: failed: the window is shut"`);
});

test('a run without tools has no row for them', async () => {
  const { session, out } = await open(new FunctionBox({}));
  session.engine.start();
  const { metrics, outcome } = await session.finish();
  expect(metrics.tools).toEqual({ calls: 0, failures: 0, seconds: 0, by_tool: {} });
  expect(summary(session.snapshot(), metrics, outcome, out)).not.toContain('  tools');
});

test('a replay stands at any moment of a run with tools as the run itself did', async () => {
  const { session, events, next, out } = await open(new FunctionBox({ look: rain }, 'ask'), {
    toolTurns: 2,
  });
  session.engine.start();
  for (let turn = 0; turn < 2; turn++) {
    await next('tool.asked');
    session.command(
      { type: turn === 0 ? 'allow' : 'refuse', selection: { tasks: [0] } },
      { by: 'mo' },
    );
  }
  await session.finish();
  const asked = events.findIndex(({ type }) => type === 'tool.asked');
  const reader = new RecordReader(out);
  const replay = new RunReplay(reader.database);
  await replay.to(events[asked].t);
  // Others may have come in the same moment.
  expect(replay.state.asked.size + replay.state.toolCalls.of(0).length).toBeGreaterThan(0);
  expect(replay.state.stages.get(0)).toBe('asks for look');
  await replay.to(replay.endT);
  const { toolCalls, asked: open_, stages, totals, betweenTurns } = session.engine.state;
  expect(replay.state).toMatchObject({ toolCalls, asked: open_, stages, betweenTurns });
  expect(replay.state.totals).toEqual(totals);
  replay.close();

  // The records of a task are found by an index, however long the log.
  const plan = reader.database
    .prepare(
      `EXPLAIN QUERY PLAN SELECT data FROM events WHERE task = 0 AND type IN (${turnEventTypes})`,
    )
    .all();
  expect(JSON.stringify(plan)).toContain('turns_of_task');
  reader.close();

  const past = await openPastRun(out, () => {});
  const told = past.tasks
    .record(0)
    ?.toolCalls.map(({ answer, end }) => [answer?.allowed, end?.failure]);
  expect(told).toEqual([
    [true, null],
    [false, 'refused'],
  ]);
  const refused = past.command({ type: 'allow', selection: { tasks: [0] } }, { by: 'mo' });
  expect(refused).toMatchObject({ ok: false });
  past.replay.close();
});
