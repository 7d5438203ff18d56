import { afterEach, beforeEach, expect, test } from 'vitest';
import { CallFailure } from '../../../src/agents/code-failures.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/start-simulator.ts';
import { usualBreaker } from '../../helpers/tuning.ts';
import { codeSwarmOn } from './code-swarm.ts';
import { FunctionBox } from './function-box.ts';
import { once } from './turn-swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 2, outputTokens: 4, tokensPerSecond: 1_000 });
});
afterEach(() => simulator.stop());

const begin = codeSwarmOn(() => simulator.url);

test('code makes calls over the route of its role, and gives the answer of its task', async () => {
  const run = begin(
    async (task, { chat }) => {
      const draft = await chat(`Draft: ${task.prompt}`);
      const { text } = await chat([
        { role: 'system', content: 'You shorten.' },
        { role: 'user', content: draft.text },
      ]);
      return { of: task.id, by: task.agent, text };
    },
    20,
    { concurrency: 3 },
  );
  expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 0 });
  const finished = run.all('task.finished');
  expect(finished).toHaveLength(20);
  expect(JSON.parse(finished[0].text)).toMatchObject({ of: expect.stringMatching(/^task-/) });
  expect(finished[0]).toMatchObject({ turns: 2, last: null, attempts: 1 });
  const { totals } = run.engine.state;
  expect(totals).toMatchObject({ calls: 40, reservedNanoUsd: 0 });
  // The concurrency is that of calls: code that waits for one holds no place.
  expect(totals.peakInFlight).toBe(3);
  const costs = finished.map(({ costNanoUsd }) => costNanoUsd ?? 0);
  expect(costs.reduce((a, b) => a + b)).toBe(totals.costNanoUsd);
});

test('code that makes no call costs nothing, and answers may be of any kind', async () => {
  const run = begin((task) => task.prompt.length, 3);
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(run.all('task.finished').map(({ text, costNanoUsd }) => [text, costNanoUsd])).toEqual([
    ['10', 0],
    ['10', 0],
    ['10', 0],
  ]);
  expect(simulator.record().calls).toHaveLength(0);
});

test('calls of one task go one after the other, and texts have vectors', async () => {
  const run = begin(async (_, { chat, generate, embed }) => {
    const all = await Promise.all([chat('a'), generate('b'), embed(['c', 'd'])]);
    return all[2].map((vector) => vector.length > 0);
  });
  await run.ended;
  expect(run.all('task.finished')[0].text).toBe('[true,true]');
  expect(run.engine.state.totals.peakInFlight).toBe(1);
  expect(simulator.record().calls.map(({ path }) => path)).toEqual([
    '/v1/chat/completions',
    '/v1/chat/completions',
    '/v1/embeddings',
  ]);
});

test('a call that fails is tried again, and when it has failed for good the code is told', async () => {
  simulator.configure({ faults: { shares: { 'server-error': 1 } } });
  let told: unknown = null;
  const run = begin(
    async (_, { chat }) => {
      try {
        await chat('a');
      } catch (error) {
        told = error;
      }
      simulator.configure({ faults: { shares: { 'server-error': 0 } } });
      return (await chat('b')).text;
    },
    1,
    {},
    { breaker: { ...usualBreaker, failures: 100 } },
  );
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(told).toBeInstanceOf(CallFailure);
  expect(told).toMatchObject({ class: 'server', status: 500 });
  expect(run.all('task.retrying')).toHaveLength(5);
  expect(run.all('turn.failed')).toMatchObject([{ class: 'server', status: 500 }]);
});

test('code that throws fails its task, with the class of the call that it threw for', async () => {
  simulator.configure({ faults: { shares: { 'content-filter': 1 } } });
  const run = begin(async (task, { chat }) => {
    if (task.id === 'task-0') throw new Error('no such thing');
    return (await chat('a', { maxOutputTokens: 3 })).text;
  }, 2);
  expect(await run.ended).toMatchObject({ exitCode: 1 });
  const failed = run.all('task.failed').sort((a, b) => a.task - b.task);
  expect(failed).toMatchObject([
    { class: 'tool', message: "the agent's code failed: no such thing" },
    { class: 'content-filter' },
  ]);
});

test('a stop does not wait for code that does not listen, and what it asks for then fails', async () => {
  let late: unknown = null;
  const ended = Promise.withResolvers<void>();
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const run = begin(async (_, { chat, signal }) => {
    asked();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    late = await chat('late').catch((error: Error) => error.name);
    ended.resolve();
    return 'too late';
  });
  await isAsked;
  run.ask({ type: 'stop', mode: 'now' });
  expect(await run.ended).toMatchObject({ phase: 'STOPPED', exitCode: 130 });
  await ended.promise;
  expect(late).toBe('AbortError');
  expect(run.all('task.finished')).toHaveLength(0);
  expect(simulator.record().calls).toHaveLength(0);
});

test('a pause that cuts takes the call, not the code, which gets its answer when the run goes on', async () => {
  simulator.configure({ firstTokenMs: 300 });
  let begun = 0;
  const run = begin(async (_, { chat }) => {
    begun++;
    return (await chat('a')).text;
  });
  await once(run, 'call.sent');
  run.ask({ type: 'pause', mode: 'hard' });
  expect(run.engine.state.phase).toBe('PAUSED');
  simulator.configure({ firstTokenMs: 2 });
  run.ask({ type: 'resume' });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(begun).toBe(1);
  expect(run.all('task.finished')[0].text).not.toBe('');
});

test('code calls the tools of its role, and is told what goes wrong', async () => {
  const box = new FunctionBox({
    look: async () => 'it rains',
    break: async () => {
      throw new Error('shut');
    },
  });
  const run = begin(
    async (_, { tool }) => {
      const wrong = await tool('break', {}).catch((error: Error) => error.message);
      return `${await tool('look', { city: 'Oslo' })}, ${wrong}`;
    },
    1,
    {},
    { tools: { box, approval: 'refuse' } },
  );
  await run.ended;
  expect(run.all('task.finished')[0].text).toBe('it rains, break: shut');
  expect(run.all('tool.finished')).toHaveLength(2);
});

test('code is out of time with its task', async () => {
  const run = begin(() => new Promise(() => {}), 1, { timeouts: { taskSeconds: 0.05 } });
  expect(await run.ended).toMatchObject({ exitCode: 1 });
  expect(run.all('task.failed')).toMatchObject([{ class: 'timeout' }]);
});
