import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CodeAgent, defineAgent } from '../../../src/agents/code-agent.ts';
import { CallFailure, TaskFailure } from '../../../src/agents/code-failures.ts';
import { type CodeScope, codeScope } from '../../../src/agents/code-scope.ts';
import type { EngineConfig } from '../../../src/engine/engine-config.ts';
import type { RoleTurns } from '../../../src/engine/turns/role-turns.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/start-simulator.ts';
import type { EventOf, RunEventType } from '../../../src/state/events.ts';
import { usualBreaker, usualRetry } from '../../helpers/tuning.ts';
import { promptPlan, Swarm, type SwarmOptions } from '../swarm.ts';
import { FunctionBox } from './function-box.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 2, outputTokens: 4, tokensPerSecond: 1_000 });
});
afterEach(() => simulator.stop());

function begin(
  processTask: CodeAgent['processTask'],
  tasks = 1,
  options: Partial<SwarmOptions> = {},
  change: Partial<EngineConfig> = {},
): Swarm {
  return new Swarm({
    urls: [`${simulator.url}/v1`],
    plan: promptPlan(tasks),
    code: defineAgent({ processTask }),
    ...options,
    change,
  }).start();
}

function once<T extends RunEventType>(swarm: Swarm, type: T): Promise<EventOf<T>> {
  return new Promise((resolve) => {
    const off = swarm.engine.onEvent((event) => {
      if (event.type !== type) return;
      off();
      resolve(event as EventOf<T>);
    });
  });
}

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

test('what the user says goes after the instructions of the role, a conversation as it is', async () => {
  const run = begin(
    async (task, { chat }) => {
      await chat('a');
      await chat([{ role: 'user', content: 'b' }]);
      return task.messages.length;
    },
    1,
    {
      plan: promptPlan(1, {
        messages: () => [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Name a harbour.' },
        ],
      }),
    },
  );
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  const reply = await fetch(`${simulator.url}/__sim/record?bodies=1`);
  const { requests } = (await reply.json()) as { requests: readonly { body: string }[] };
  const said = requests.map(({ body }) =>
    JSON.parse(body).messages.map(({ content }: { content: string }) => content),
  );
  expect(said).toEqual([['Be brief.', 'a'], ['b']]);
});

test('a call that code does not wait for is cut when it ends, and counts as one of uncertain cost', async () => {
  simulator.configure({ firstTokenMs: 60_000 });
  const sent = Promise.withResolvers<void>();
  const run = begin(
    async (task, { chat }) => {
      void chat('never mind');
      void chat('nor this');
      if (task.id === 'task-0') await sent.promise;
      return 'enough';
    },
    2,
    { agents: 1 },
  );
  await run.until('call.sent');
  sent.resolve();
  expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 0 });
  expect(run.all('task.finished').map(({ text, turns }) => [text, turns])).toEqual([
    ['enough', 0],
    ['enough', 0],
  ]);
  const { totals, agents } = run.engine.state;
  expect(totals).toMatchObject({ calls: 1, uncertainCalls: 1, reservedNanoUsd: 0 });
  expect(run.engine.state.inFlight).toBe(0);
  expect([...agents.done.slice(0, 1)]).toEqual([2]);
});

test('code that throws while its call is cut by a pause ends its task there and then', async () => {
  simulator.configure({ firstTokenMs: 60_000 });
  const wrong = Promise.withResolvers<never>();
  const run = begin((_, { chat }) => Promise.race([chat('a'), wrong.promise]));
  await run.until('call.sent');
  run.ask({ type: 'pause', mode: 'hard' });
  await run.until('run.phase', ({ phase }) => phase === 'PAUSED');
  wrong.reject(new Error('too slow'));
  expect((await run.until('task.failed')).message).toBe("the agent's code failed: too slow");
  expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 1 });
});

test('code is begun anew where it says that it may be, or the operator does, and else is not', async () => {
  const tries = new Map<string, number>();
  const run = begin((task) => {
    const count = (tries.get(task.id) ?? 0) + 1;
    tries.set(task.id, count);
    if (task.id === 'task-0') throw new TaskFailure('busy', { retryable: count < 3 });
    if (task.id === 'task-1' && count < 2) throw Object.assign(new Error(), { retryable: true });
    if (task.id === 'task-2') throw new DOMException('no answer', 'TimeoutError');
    return count;
  }, 3);
  expect(await run.ended).toMatchObject({ exitCode: 1 });
  expect(Object.fromEntries(tries)).toEqual({ 'task-0': 3, 'task-1': 2, 'task-2': 1 });
  const failed = run.all('task.failed').sort((a, b) => a.task - b.task);
  expect(failed).toMatchObject([
    { class: 'tool', message: 'busy', attempts: 3 },
    { class: 'timeout', message: 'no answer', attempts: 1 },
  ]);
  expect(run.all('task.finished')).toMatchObject([{ text: '2', attempts: 2 }]);
  expect(run.all('task.retrying')).toHaveLength(3);
  expect(run.engine.state.totals).toMatchObject({ retries: 3, calls: 0, outputTokens: 0 });

  let begun = 0;
  const { retry } = { retry: { ...usualRetry, baseMs: 1, perClass: { tool: 2 } } };
  const again = begin(
    () => {
      begun++;
      throw new Error('no');
    },
    1,
    {},
    { retry },
  );
  await again.ended;
  expect(begun).toBe(3);
});

test('a task that is requeued is taken from its code, and begun anew by an agent', async () => {
  const agents: string[] = [];
  const begun = Promise.withResolvers<void>();
  let cut: unknown;
  const run = begin(
    async (task, { signal }) => {
      agents.push(task.agent);
      if (agents.length > 1) return 'done';
      begun.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      cut = signal.reason;
      return 'too late';
    },
    1,
    { agents: 2 },
  );
  await begun.promise;
  run.ask({ type: 'requeue', selection: { tasks: [0] } });
  expect(await run.ended).toMatchObject({ exitCode: 0 });
  expect(agents).toEqual(['agent_0', 'agent_1']);
  expect(cut).toMatchObject({ name: 'AbortError' });
  expect(run.all('task.finished').map(({ text }) => text)).toEqual(['done']);
});

test('pieces of an answer can be looked at, and what code warns of is told once it is done', async () => {
  const seen = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const run = begin(async (_, { delta, warn }) => {
    delta('Ber');
    delta('gen');
    told.resolve();
    await seen.promise;
    warn('two\nlines');
    return 'Bergen';
  });
  await told.promise;
  expect(run.engine.partialText(0)).toBe('Bergen');
  seen.resolve();
  await run.ended;
  expect(run.engine.partialText(0)).toBeNull();
  expect(run.all('program.warned')).toMatchObject([{ task: 0, agent: 0, message: 'two lines' }]);
});

test('an answer that cannot be written, or does not match the schema of the role, fails its task', async () => {
  const turns: RoleTurns = {
    tools: [],
    outputSchema: { type: 'number' },
    most: 10,
    problemOf: (text) => (/^\d+$/.test(text) ? null : 'no number'),
  };
  const run = begin((task) => ({ 'task-0': 1n, 'task-1': 'a', 'task-2': 2 })[task.id], 3, {
    turns,
  });
  await run.ended;
  const failed = run.all('task.failed').sort((a, b) => a.task - b.task);
  expect(failed).toMatchObject([
    { class: 'tool', message: expect.stringContaining('cannot be written as JSON') },
    { class: 'invalid-output', message: 'the answer does not match the schema: no number' },
  ]);
  expect(run.all('task.finished')[0].text).toBe('2');
});

test('a stray error of code goes to its task, while that runs, and else to the log', async () => {
  const scopes: CodeScope[] = [];
  const run = begin(async (task, { signal }) => {
    scopes.push(codeScope.getStore()!);
    if (task.id === 'task-1') return 'done';
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return 'too late';
  }, 2);
  await run.until('task.finished');
  expect(scopes).toHaveLength(2);
  for (const scope of scopes) scope.stray(new Error('late'));
  expect(await run.ended).toMatchObject({ exitCode: 1 });
  expect(run.all('task.failed')).toMatchObject([
    { task: 0, class: 'tool', message: 'an error of its code that nobody caught: late' },
  ]);
  expect(run.all('program.warned')).toMatchObject([
    { task: 1, message: 'an error of its code that nobody caught: late (the task had ended)' },
  ]);
  // After the run nothing is told to its log any more.
  scopes[0].stray(new Error('later'));
  expect(run.all('program.warned')).toHaveLength(1);
});
