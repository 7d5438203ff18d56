import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AgentContext } from '../../src/agents/code-agent.ts';
import { codeScope } from '../../src/agents/code-scope.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { allAnswered, beginOn, expectAllAnswered } from './old-agent-swarm.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ firstTokenMs: 2, outputTokens: 4, tokensPerSecond: 1_000 });
});
afterAll(() => simulator.stop());

const begin = (
  ...asked: Parameters<typeof beginOn> extends [unknown, ...infer Rest] ? Rest : never
) => beginOn(simulator, ...asked);

test('one that takes a callback', async () => {
  const agent = (prompt: string, callback: (error: Error | null, answer?: string) => void) => {
    setTimeout(
      () => callback(prompt.endsWith('3') ? new Error('not 3') : null, `re: ${prompt}`),
      2,
    );
    return { id: 'a handle, not an answer' };
  };
  const { run, answers, failures } = begin(agent);
  expect(await run.ended).toMatchObject({ exitCode: 1 });
  expect(answers().toSorted()).toEqual(allAnswered.filter((answer) => !answer.endsWith('3')));
  expect(failures()).toMatchObject([
    { task: 3, class: 'tool', message: "the agent's code failed: not 3" },
  ]);
});

test('one that answers at once', async () => {
  await expectAllAnswered(begin((prompt: string) => `re: ${prompt}`));
});

test('one that gives a promise, and calls the model of its role', async () => {
  const agent = async (
    prompt: string,
    { ctx, signal }: { ctx: AgentContext; signal: AbortSignal },
  ) => {
    const { text } = await ctx.chat(prompt);
    return !signal.aborted && text.length > 0 ? `re: ${prompt}` : 'nothing';
  };
  const begun = begin(agent);
  await expectAllAnswered(begun);
  expect(begun.run.engine.state.totals.calls).toBe(10);
});

test('a class with process, of which each agent has one of its own', async () => {
  class Agent {
    readonly #salutation: string;
    constructor(salutation: string) {
      this.#salutation = salutation;
    }
    async process(prompt: string) {
      return `${this.#salutation}: ${prompt}`;
    }
  }
  const begun = begin(Agent, { args: ['re'] });
  await expectAllAnswered(begun);
  expect(begun.code.stats().instances).toBe(10);
});

test('one that gives its answer piece by piece', async () => {
  const seen: (string | null)[] = [];
  async function* agent(prompt: string) {
    yield 're: ';
    await sleep(1);
    yield Buffer.from(prompt);
    seen.push(begun.run.engine.partialText(Number(prompt.replace(/\D/g, ''))));
  }
  const begun = begin(agent);
  await expectAllAnswered(begun);
  expect(seen.toSorted()).toEqual(allAnswered);
});

test('one that gives an emitter', async () => {
  const agent = (prompt: string) => {
    const emitter = new EventEmitter();
    process.nextTick(() => {
      emitter.emit('data', 're: ');
      emitter.emit('data', prompt);
      emitter.emit('end');
      // It comes too late to be its task's, and ends no process.
      emitter.emit('error', new Error('too late'));
    });
    return emitter;
  };
  const begun = begin(agent);
  await expectAllAnswered(begun);
  expect(begun.run.all('program.warned')).toHaveLength(10);
  expect(begun.run.all('program.warned')[0].message).toBe(
    'an error came after its answer: too late',
  );
});

test('one that blocks the process is told of, once', async () => {
  const agent = (prompt: string) => {
    const until = performance.now() + 260;
    while (performance.now() < until);
    return `re: ${prompt}`;
  };
  const { run, code, answers } = begin(agent, {}, 2);
  await run.ended;
  expect(answers()).toHaveLength(2);
  const [warning, ...more] = run.all('program.warned');
  expect(warning.message).toMatch(
    /^it blocked the process for 0\.\d s, in which no call, no timer/,
  );
  expect(more).toEqual([]);
  expect(code.stats().longestBlockMs).toBeGreaterThanOrEqual(260);
});

test('one that throws late: with its task while that runs, and after it into the log', async () => {
  // What the session does with an error that nobody caught: vitest has a say of its own there.
  const throwing = (error: Error) => codeScope.getStore()?.stray(error);
  const agent = async (prompt: string) => {
    const first = prompt === 'Question 0';
    setTimeout(() => throwing(new Error('late')), first ? 30 : 5);
    if (first) await new Promise(() => {});
    return `re: ${prompt}`;
  };
  const { run, failures, answers, code } = begin(agent, {}, 2);
  expect(await run.ended).toMatchObject({ exitCode: 1 });
  expect(failures()).toMatchObject([
    { task: 0, class: 'tool', message: 'an error of its code that nobody caught: late' },
  ]);
  expect(answers()).toEqual(['re: Question 1']);
  expect(run.all('program.warned')).toMatchObject([
    { task: 1, message: 'an error of its code that nobody caught: late (the task had ended)' },
  ]);
  expect(code.stats()).toMatchObject({ strayErrors: 2, tasksProcessed: 1, givenUp: 1 });
});

test('one that never ends has its own time limit, or that of the run', async () => {
  const signals: AbortSignal[] = [];
  const agent = (_: string, { signal }: { signal: AbortSignal }) => {
    signals.push(signal);
    return new Promise(() => {});
  };
  const own = begin(agent, { timeoutSeconds: 0.02, shutdownSeconds: 0.01 }, 2);
  expect(await own.run.ended).toMatchObject({ exitCode: 1 });
  expect(own.failures()).toMatchObject([
    { class: 'timeout', message: 'no answer within 0.02 s (timeoutSeconds of the agent)' },
    { class: 'timeout', attempts: 1 },
  ]);
  expect(own.code.stats()).toMatchObject({ healthy: false, failed: 2, timedOut: 2, givenUp: 2 });
  await expect(own.code.shutdown()).rejects.toThrow('it is still at 2 tasks');

  const ofRun = begin(agent, {}, 1, { timeouts: { taskSeconds: 0.02 } });
  await ofRun.run.ended;
  expect(ofRun.failures()).toMatchObject([{ class: 'timeout' }]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  expect(ofRun.code.health()).toMatchObject({ healthy: false, failed: 0 });
});

test('one with state keeps it to each agent of the swarm, or shares it where it is told to', async () => {
  class Counter {
    count = 0;
    prompts = new Set<string>();
    async run(prompt: string) {
      this.prompts.add(prompt);
      const count = ++this.count;
      await sleep(1);
      return count === this.count ? count : 'somebody else was here';
    }
    getStats() {
      return this.count;
    }
  }
  const own = begin(Counter, {}, 40, { agents: 4 });
  await own.run.ended;
  const byAgent = new Map<number, string[]>();
  for (const { agent, text } of own.run.all('task.finished'))
    byAgent.set(agent, [...(byAgent.get(agent) ?? []), text]);
  for (const counts of byAgent.values()) expect(counts).toEqual(counts.map((_, i) => `${i + 1}`));
  expect(own.code.stats().own).toHaveLength(4);
  expect((own.code.stats().own as number[]).reduce((a, b) => a + b)).toBe(40);

  const shared = begin(Counter, { instance: 'shared' }, 40, { agents: 4 });
  await shared.run.ended;
  expect(shared.code.stats()).toMatchObject({ instances: 1, own: [40] });
  expect(shared.answers()).toContain('somebody else was here');
});
