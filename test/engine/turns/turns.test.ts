import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineConfig } from '../../../src/engine/engine-config.ts';
import { nextStep } from '../../../src/engine/turns/role-turns.ts';
import type { ApprovalPolicy } from '../../../src/engine/turns/tool-desk.ts';
import type { SimulatorConfig } from '../../../src/simulator/config.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/start-simulator.ts';
import type { EventOf, RunEventType } from '../../../src/state/events.ts';
import { promptPlan, Swarm, type SwarmOptions } from '../swarm.ts';
import { FunctionBox, untilCut } from './function-box.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 2, outputTokens: 4, tokensPerSecond: 1_000 });
});
afterEach(() => simulator.stop());

interface Wish {
  readonly tasks?: number;
  readonly box?: FunctionBox;
  readonly approval?: ApprovalPolicy;
  readonly most?: number;
  readonly simulator?: Partial<SimulatorConfig>;
  readonly problemOf?: (text: string) => string | null;
  readonly swarm?: Partial<SwarmOptions>;
  readonly change?: Partial<EngineConfig>;
}

function begin(wish: Wish): Swarm {
  const { tasks = 1, box = new FunctionBox({ look: async () => 'it rains' }) } = wish;
  const { approval = 'refuse', most = 10, problemOf } = wish;
  simulator.configure(wish.simulator ?? {});
  const turns = {
    tools: box.definitions,
    outputSchema: problemOf ? { type: 'object' } : null,
    most,
    problemOf: problemOf ?? (() => null),
  };
  return new Swarm({
    urls: [`${simulator.url}/v1`],
    plan: promptPlan(tasks),
    turns,
    ...wish.swarm,
    change: { tools: { box, approval }, ...wish.change },
  }).start();
}

/** Resolves with the first event of the kind that passes. */
function once<T extends RunEventType>(
  swarm: Swarm,
  type: T,
  passes: (event: EventOf<T>) => boolean = () => true,
): Promise<EventOf<T>> {
  return new Promise((resolve) => {
    const off = swarm.engine.onEvent((event) => {
      if (event.type !== type || !passes(event as EventOf<T>)) return;
      off();
      resolve(event as EventOf<T>);
    });
  });
}

interface SentBody {
  readonly messages: readonly {
    readonly role: string;
    readonly content: string;
    readonly tool_calls?: readonly { readonly id: string }[];
    readonly tool_call_id?: string;
  }[];
}

/** What the last call was sent. */
async function lastBody(): Promise<SentBody> {
  const reply = await fetch(`${simulator.url}/__sim/record?bodies=1&lines=1`);
  const { requests } = (await reply.json()) as { requests: { body: string }[] };
  return JSON.parse(requests[requests.length - 1].body);
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

test('a task goes on while its model wants tools, as one attempt, and counts what every turn took', async () => {
  const box = new FunctionBox({ look: async () => 'it rains' });
  const run = begin({ box, simulator: { toolTurns: 4 }, tasks: 20 });
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
  const run = begin({ box, simulator: { toolTurns: 1, parallelToolCalls: 3 } });
  await run.ended;
  const body = await lastBody();
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
  const run = begin({ most: 3, simulator: { toolTurns: 100 } });
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
  const run = begin({ box });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(run.all('tool.finished')).toMatchObject([
    { failure: 'failed', text: 'the window is shut' },
  ]);
  expect(run.engine.state.totals.toolFailures).toBe(1);
});

test('a call that fails in a later turn is tried again with the conversation as it is', async () => {
  const run = begin({ simulator: { toolTurns: 2 } });
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

test('a cancel cuts the tools of a task', async () => {
  const box = new FunctionBox({ look: untilCut });
  const run = begin({ box, tasks: 2 });
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
  const run = begin({ box: new FunctionBox({ look: untilCut }), tasks: 5 });
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
  const run = begin({ box, simulator: { toolTurns: 2 } });
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
  const run = begin({ box });
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
  const run = begin({
    box: new FunctionBox({ look: untilCut }),
    swarm: { timeouts: { taskSeconds: 0.1 } },
  });
  expect(await run.ended).toMatchObject({ exitCode: 1 });
  expect(run.all('task.failed')).toMatchObject([{ class: 'timeout' }]);
  expect(run.all('tool.finished')).toMatchObject([{ failure: 'cancelled' }]);
});

test('a tool that asks first waits for the operator, who may refuse it', async () => {
  const box = new FunctionBox({ look: async () => 'it rains' }, 'ask');
  const run = begin({ box, approval: 'ask', tasks: 2 });
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
  const run = begin({ box, approval: 'ask', simulator: { parallelToolCalls: 2 } });
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
  const run = begin({ box: new FunctionBox({ look: async () => 'x' }, 'ask') });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(run.all('tool.finished')).toMatchObject([{ failure: 'refused' }]);
});

test('an answer of no use is asked for once more, and then the task fails', async () => {
  const none = { box: new FunctionBox({}) };
  let answers = 0;
  const repaired = begin({ ...none, problemOf: () => (answers++ === 0 ? 'it is not JSON' : null) });
  expect(await repaired.ended).toMatchObject({ exitCode: 0 });
  expect(repaired.all('turn.finished')).toMatchObject([{ problem: 'it is not JSON', calls: [] }]);
  const { messages } = await lastBody();
  expect(messages.at(-1)).toMatchObject({
    role: 'user',
    content: expect.stringContaining('it is not JSON'),
  });

  const failed = begin({ ...none, problemOf: () => 'it lacks a name' });
  expect(await failed.ended).toMatchObject({ exitCode: 1 });
  expect(failed.all('task.started')).toHaveLength(2);
  expect(failed.all('task.failed')).toMatchObject([
    { class: 'invalid-output', message: expect.stringContaining('it lacks a name') },
  ]);
});

test('an answer that was cut says so to the model and to the operator', async () => {
  simulator.configure({ faults: { shares: { length: 1 } } });
  const run = begin({ box: new FunctionBox({}), problemOf: () => 'it is not JSON' });
  expect(await run.ended).toMatchObject({ exitCode: 1 });
  for (const { problem } of run.all('turn.finished'))
    expect(problem).toMatch(/it is not JSON; it was cut .*maxOutputTokens/);
  expect(run.all('task.failed')[0].message).toContain('maxOutputTokens');
});

test('an answer of no use is not tried again, but by hand, and then from its beginning', async () => {
  let answers = 0;
  const run = begin({
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
  const { messages } = await lastBody();
  expect(messages.filter(({ role }) => role !== 'system')).toHaveLength(1);
});

test('a budget sets aside what a longer conversation may cost', async () => {
  const box = new FunctionBox({ look: async () => 'x'.repeat(20_000) });
  const run = begin({
    box,
    simulator: { toolTurns: 2 },
    swarm: { budget: { runNanoUsd: 1e12 }, inputCosts: true },
  });
  await run.ended;
  const bounds = run.all('task.started').map(({ reservedNanoUsd }) => reservedNanoUsd ?? 0);
  expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
  expect(bounds[2]).toBeGreaterThan(bounds[0] + 10_000);
});
