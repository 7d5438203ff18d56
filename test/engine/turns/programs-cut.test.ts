import { afterEach, beforeEach, expect, test } from 'vitest';
import { TaskFailure } from '../../../src/agents/code-failures.ts';
import { type CodeScope, codeScope } from '../../../src/agents/code-scope.ts';
import type { RoleTurns } from '../../../src/engine/turns/role-turns.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/start-simulator.ts';
import { usualRetry } from '../../helpers/tuning.ts';
import { promptPlan } from '../swarm.ts';

import { codeSwarmOn } from './code-swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 2, outputTokens: 4, tokensPerSecond: 1_000 });
});
afterEach(() => simulator.stop());

const begin = codeSwarmOn(() => simulator.url);

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
