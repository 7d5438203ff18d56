import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../../src/simulator/start-simulator.ts';
import { FunctionBox } from './function-box.ts';

import { begin, lastBody, once, sum } from './turn-swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 2, outputTokens: 4, tokensPerSecond: 1_000 });
});
afterEach(() => simulator.stop());

test('a task goes on while its model wants tools, as one attempt, and counts what every turn took', async () => {
  const box = new FunctionBox({ look: async () => 'it rains' });
  const run = begin(simulator, { box, simulator: { toolTurns: 4 }, tasks: 20 });
  expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 0 });
  const finished = run.all('task.finished');
  expect(finished).toHaveLength(20);
  expect(finished.map(({ attempts, turns }) => [attempts, turns])).toEqual(Array(20).fill([1, 5]));
  expect(box.ran).toHaveLength(80);
  const ofFirst = run.all('turn.finished').filter(({ task }) => task === 0);
  expect(ofFirst.map(({ turn }) => turn)).toEqual([1, 2, 3, 4]);
  const [first] = finished.filter(({ task }) => task === 0);
  const output = sum(ofFirst.map(({ usage }) => usage.outputTokens));
  expect(first.usage.outputTokens).toBe(output + (first.last?.usage.outputTokens ?? 0));
  expect(first.costNanoUsd).toBe(first.usage.outputTokens * 1_000);
  const { totals, spendByRole } = run.engine.state;
  expect(totals.calls).toBe(100);
  expect(totals.toolCalls).toBe(80);
  expect(totals.costNanoUsd).toBe(sum(finished.map(({ costNanoUsd }) => costNanoUsd ?? 0)));
  expect(spendByRole[0].costNanoUsd).toBe(totals.costNanoUsd);
  expect(totals.reservedNanoUsd).toBe(0);
});

test('the model is sent its calls with their results, in the order of the calls', async () => {
  let turn = 0;
  const box = new FunctionBox({
    // The later a call begins, the sooner it ends.
    look: async () => {
      const mine = turn++;
      await new Promise((resolve) => setTimeout(resolve, 30 - mine * 10));
      return `result ${mine}`;
    },
  });
  const run = begin(simulator, { box, simulator: { toolTurns: 1, parallelToolCalls: 3 } });
  await run.ended;
  const body = await lastBody(simulator);
  expect(body.messages.map(({ role }) => role)).toEqual([
    'user',
    'assistant',
    'tool',
    'tool',
    'tool',
  ]);
  expect(body.messages.slice(2).map(({ content }) => content)).toEqual([
    'result 0',
    'result 1',
    'result 2',
  ]);
  const ids = body.messages[1].tool_calls?.map(({ id }) => id);
  expect(body.messages.slice(2).map((each) => each.tool_call_id)).toEqual(ids);
});

test('a model that never answers is stopped by its turn limit, and what it took is told', async () => {
  const run = begin(simulator, { most: 3, simulator: { toolTurns: 100 } });
  expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 1 });
  const [failed] = run.all('task.failed');
  expect(failed).toMatchObject({ class: 'tool', attempts: 1 });
  expect(failed.message).toContain('no answer within 3 turns');
  expect(run.all('task.started')).toHaveLength(3);
  expect(failed.spent?.costNanoUsd).toBe(run.engine.state.totals.costNanoUsd);
});

test('a tool that fails is told to the model, and the task goes on', async () => {
  const box = new FunctionBox({
    look: async () => {
      throw new Error('the window is shut');
    },
  });
  const run = begin(simulator, { box });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(run.all('tool.finished')).toMatchObject([
    { failure: 'failed', text: 'the window is shut' },
  ]);
  expect(run.engine.state.totals.toolFailures).toBe(1);
});

test('a call that fails in a later turn is tried again with the conversation as it is', async () => {
  const run = begin(simulator, { simulator: { toolTurns: 2 } });
  await once(run, 'turn.finished', ({ turn }) => turn === 2);
  simulator.configure({ faults: { shares: { 'server-error': 1 } } });
  await once(run, 'task.retrying');
  simulator.configure({ faults: { shares: { 'server-error': 0 } } });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(run.all('turn.finished')).toHaveLength(2);
  const [finished] = run.all('task.finished');
  expect(finished.turns).toBe(3);
  expect(finished.attempts).toBeGreaterThan(1);
});

test('an answer of no use is asked for once more, and then the task fails', async () => {
  const none = { box: new FunctionBox({}) };
  let answers = 0;
  const repaired = begin(simulator, {
    ...none,
    problemOf: () => (answers++ === 0 ? 'it is not JSON' : null),
  });
  expect(await repaired.ended).toMatchObject({ exitCode: 0 });
  expect(repaired.all('turn.finished')).toMatchObject([{ problem: 'it is not JSON', calls: [] }]);
  const { messages } = await lastBody(simulator);
  expect(messages.at(-1)).toMatchObject({
    role: 'user',
    content: expect.stringContaining('it is not JSON'),
  });

  const failed = begin(simulator, { ...none, problemOf: () => 'it lacks a name' });
  expect(await failed.ended).toMatchObject({ exitCode: 1 });
  expect(failed.all('task.started')).toHaveLength(2);
  expect(failed.all('task.failed')).toMatchObject([
    { class: 'invalid-output', message: expect.stringContaining('it lacks a name') },
  ]);
});

test('an answer that was cut says so to the model and to the operator', async () => {
  simulator.configure({ faults: { shares: { length: 1 } } });
  const run = begin(simulator, { box: new FunctionBox({}), problemOf: () => 'it is not JSON' });
  expect(await run.ended).toMatchObject({ exitCode: 1 });
  for (const { problem } of run.all('turn.finished'))
    expect(problem).toMatch(/it is not JSON; it was cut .*maxOutputTokens/);
  expect(run.all('task.failed')[0].message).toContain('maxOutputTokens');
});

test('an answer of no use is not tried again, but by hand, and then from its beginning', async () => {
  let answers = 0;
  const run = begin(simulator, {
    box: new FunctionBox({}),
    tasks: 2,
    problemOf: () => (answers++ < 2 ? 'it lacks a name' : null),
    swarm: { agents: 1 },
  });
  const { task } = await once(run, 'task.failed');
  expect(run.ask({ type: 'retry', selection: { tasks: [task] } })).toMatchObject({ ok: true });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(run.all('task.retrying')).toEqual([]);
  expect(run.all('task.failed')).toHaveLength(1);
  expect(run.all('task.finished')).toHaveLength(2);
  const { messages } = await lastBody(simulator);
  expect(messages.filter(({ role }) => role !== 'system')).toHaveLength(1);
});

test('a budget sets aside what a longer conversation may cost', async () => {
  const box = new FunctionBox({ look: async () => 'x'.repeat(20_000) });
  const run = begin(simulator, {
    box,
    simulator: { toolTurns: 2 },
    swarm: { budget: { runNanoUsd: 1e12 }, inputCosts: true },
  });
  await run.ended;
  const bounds = run.all('task.started').map(({ reservedNanoUsd }) => reservedNanoUsd ?? 0);
  expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
  expect(bounds[2]).toBeGreaterThan(bounds[0] + 10_000);
});
