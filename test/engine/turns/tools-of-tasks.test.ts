import { afterEach, beforeEach, expect, test } from 'vitest';
import { nextStep } from '../../../src/engine/turns/role-turns.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/start-simulator.ts';
import { FunctionBox, untilCut } from './function-box.ts';

import { begin, once } from './turn-swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 2, outputTokens: 4, tokensPerSecond: 1_000 });
});
afterEach(() => simulator.stop());

test('a cancel cuts the tools of a task', async () => {
  const box = new FunctionBox({ look: untilCut });
  const run = begin(simulator, { box, tasks: 2 });
  await once(run, 'tool.started', ({ task }) => task === 1);
  expect(run.engine.state.busy).toBe(2);
  expect(run.ask({ type: 'cancel', selection: { query: 'all' } })).toMatchObject({ ok: true });
  expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 1 });
  expect(run.all('task.cancelled').map(({ spent }) => spent?.usage.outputTokens)).toEqual([
    expect.any(Number),
    expect.any(Number),
  ]);
  expect(run.all('tool.finished').map(({ failure }) => failure)).toEqual([
    'cancelled',
    'cancelled',
  ]);
});

test('a stop cuts the tools that run, and is proven when they have ended', async () => {
  const run = begin(simulator, { box: new FunctionBox({ look: untilCut }), tasks: 5 });
  await once(run, 'tool.started', () => run.engine.state.busy === 5);
  run.ask({ type: 'stop', mode: 'now' });
  expect(await run.ended).toMatchObject({ phase: 'STOPPED', exitCode: 130 });
  const types = run.events.map(({ type }) => type);
  expect(types.lastIndexOf('tool.finished')).toBeLessThan(types.indexOf('stop.proven'));
  expect(run.engine.state.busy).toBe(0);
});

test('a pause that cuts takes tools back, and the model is told when the run goes on', async () => {
  let cuts = 0;
  const box = new FunctionBox({
    look: (signal) => (cuts++ === 0 ? untilCut(signal) : Promise.resolve('it rains')),
  });
  const run = begin(simulator, { box, simulator: { toolTurns: 2 } });
  await once(run, 'tool.started');
  run.ask({ type: 'pause', mode: 'hard' });
  expect(run.engine.state.phase).toBe('PAUSED');
  run.ask({ type: 'resume' });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  // What was paid for is not asked for again.
  expect(run.all('task.started')).toHaveLength(3);
});

test('a soft pause and a drain wait for tools', async () => {
  let open = () => {};
  const box = new FunctionBox({
    look: () => new Promise((resolve) => (open = () => resolve('it rains'))),
  });
  const run = begin(simulator, { box });
  await once(run, 'tool.started');
  run.ask({ type: 'pause', mode: 'soft' });
  expect(run.engine.state.phase).toBe('PAUSING');
  const paused = once(run, 'run.phase', ({ phase }) => phase === 'PAUSED');
  open();
  await paused;
  run.ask({ type: 'resume' });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
});

test('a task is out of time while its tool runs', async () => {
  const run = begin(simulator, {
    box: new FunctionBox({ look: untilCut }),
    swarm: { timeouts: { taskSeconds: 0.1 } },
  });
  expect(await run.ended).toMatchObject({ exitCode: 1 });
  expect(run.all('task.failed')).toMatchObject([{ class: 'timeout' }]);
  expect(run.all('tool.finished')).toMatchObject([{ failure: 'cancelled' }]);
});

test('a tool that asks first waits for the operator, who may refuse it', async () => {
  const box = new FunctionBox({ look: async () => 'it rains' }, 'ask');
  const run = begin(simulator, { box, approval: 'ask', tasks: 2 });
  await once(run, 'tool.asked', () => run.engine.state.asked.size === 2);
  expect(run.ask({ type: 'refuse', selection: { tasks: [0] } })).toMatchObject({
    ok: true,
    effect: 'look of agent_0 refused',
  });
  expect(run.ask({ type: 'refuse', selection: { tasks: [0] } })).toMatchObject({ ok: false });
  expect(run.ask({ type: 'allow', selection: { query: 'all' } })).toMatchObject({ ok: true });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(run.all('tool.answered').map(({ task, allowed }) => [task, allowed])).toEqual([
    [0, false],
    [1, true],
  ]);
  expect(box.ran).toHaveLength(1);
  expect(run.engine.state.asked.size).toBe(0);
});

test('an operator answers the very calls that were shown, and no other of the same task', async () => {
  const box = new FunctionBox({ look: async () => 'it rains' }, 'ask');
  const run = begin(simulator, { box, approval: 'ask', simulator: { parallelToolCalls: 2 } });
  await once(run, 'tool.asked', () => run.engine.state.asked.size === 2);
  const [first, second] = [...run.engine.state.asked.values()];
  const selection = { tasks: [0] };
  const preview = run.engine.preview({ type: 'allow', selection });
  expect(preview).toMatchObject({ ok: true, asks: [first.seq, second.seq] });
  expect(preview.words).toMatch(/^2 calls ask: agent_0 look \{.*\}, agent_0 look \{/);
  expect(run.ask({ type: 'allow', selection, asks: [first.seq] })).toMatchObject({
    ok: true,
    effect: 'look of agent_0 allowed',
  });
  expect([...run.engine.state.asked.values()]).toEqual([second]);
  expect(run.ask({ type: 'allow', selection, asks: [first.seq] })).toMatchObject({
    ok: false,
    reason: 'it asks no more',
  });
  run.ask({ type: 'refuse', selection });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(run.all('tool.finished').map(({ call, failure }) => [call, failure])).toEqual([
    [second.call, 'refused'],
    [first.call, null],
  ]);
});

test('calls that come with the same id are told apart', () => {
  const call = { id: 'a', name: 'look', arguments: '{}' };
  const tools = new FunctionBox({ look: untilCut }).definitions;
  const step = nextStep(
    { tools, outputSchema: null, most: 5, problemOf: () => null },
    {
      text: '',
      toolCalls: [call, { ...call, id: 'a_2' }, call, call],
      usage: null,
      finishReason: 'tool_calls',
      hints: null,
    },
    undefined,
  );
  expect(step?.kind === 'tools' && step.calls.map(({ id }) => id)).toEqual([
    'a',
    'a_2',
    'a_3',
    'a_4',
  ]);
});

test('where nobody is there to ask, a tool that asks first is refused', async () => {
  const run = begin(simulator, { box: new FunctionBox({ look: async () => 'x' }, 'ask') });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(run.all('tool.finished')).toMatchObject([{ failure: 'refused' }]);
});
