import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AgentContext, CodeTask } from '../../src/agents/code-agent.ts';
import { type OldAgent, wrapAgent } from '../../src/agents/wrap-agent.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { EventOf } from '../../src/state/events.ts';
import { beginOn, expectAllAnswered } from './old-agent-swarm.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ firstTokenMs: 2, outputTokens: 4, tokensPerSecond: 1_000 });
});
afterAll(() => simulator.stop());

const begin = (
  ...asked: Parameters<typeof beginOn> extends [unknown, ...infer Rest] ? Rest : never
) => beginOn(simulator, ...asked);

test('health and stats count what was answered and what failed, in milliseconds', async () => {
  let fails = true;
  const { run, code } = begin(
    async () => {
      if (fails) throw new Error('no');
      await sleep(5);
      return 'yes';
    },
    {},
    3,
    { agents: 1 },
  );
  expect(code.health()).toEqual({
    healthy: true,
    tasksProcessed: 0,
    avgProcessingTime: 0,
    failed: 0,
    running: 0,
  });
  await run.ended;
  expect(code.health()).toMatchObject({ healthy: false, failed: 3, tasksProcessed: 0 });
  fails = false;
  const context = {} as AgentContext;
  const task = { id: 'x', prompt: 'x', agent: 'agent_0' } as CodeTask;
  await code.processTask(task, { ...context, signal: new AbortController().signal });
  const { avgProcessingTime, fastestMs, slowestMs, ...rest } = code.stats();
  expect(rest).toMatchObject({ healthy: true, failed: 3, tasksProcessed: 1, own: [] });
  expect(avgProcessingTime).toBeGreaterThanOrEqual(4);
  expect([fastestMs, slowestMs]).toEqual([avgProcessingTime, avgProcessingTime]);
});

test('a shutdown waits for what is under way, ends the agents in their own way, and takes nothing more', async () => {
  const ended: string[] = [];
  const hold = Promise.withResolvers<string>();
  class Agent {
    async execute() {
      const answer = await hold.promise;
      ended.push('task');
      return answer;
    }
    async close() {
      ended.push('close');
    }
  }
  const { run, code, answers } = begin(Agent, {}, 2, { agents: 1 });
  await run.until('program.started');
  await sleep(1);
  const closing = code.shutdown();
  expect(code.shutdown()).toBe(closing);
  hold.resolve('late');
  await closing;
  expect(ended).toEqual(['task', 'close']);
  await run.ended;
  expect(answers()).toEqual(['late']);
  expect(run.all('task.failed')).toMatchObject([{ message: 'the agent is shut down' }]);
  expect(code.health().healthy).toBe(false);
});

test('a shutdown says what does not end, and what fails', async () => {
  const bad = {
    run: () => 'x',
    shutdown: () => {
      throw new Error('the port is busy');
    },
  };
  await begin(bad, {}, 1).run.ended;
  const code = wrapAgent(bad);
  await code.processTask(
    { agent: 'a' } as CodeTask,
    {
      signal: new AbortController().signal,
    } as AgentContext,
  );
  await expect(code.shutdown()).rejects.toThrow('the port is busy');

  const slow = wrapAgent(
    { run: () => 'x', stop: () => new Promise(() => {}) },
    { shutdownSeconds: 0.01 },
  );
  await slow.processTask(
    { agent: 'a' } as CodeTask,
    {
      signal: new AbortController().signal,
    } as AgentContext,
  );
  await expect(slow.shutdown()).rejects.toThrow(
    '1 of its instances did not shut down within 0.01 s',
  );
});

test('an agent whose task was given up goes on with another instance, unless the old one ends', async () => {
  let made = 0;
  class Agent {
    readonly number = made++;
    async run(prompt: string, { signal }: { signal: AbortSignal }) {
      if (prompt === 'Question 0') await new Promise(() => {});
      if (prompt === 'Question 1')
        await new Promise((_, reject) => signal.addEventListener('abort', reject));
      return this.number;
    }
  }
  const { run, answers } = begin(Agent, { timeoutSeconds: 0.02 }, 4, { agents: 1 });
  await run.ended;
  expect(run.all('task.failed').map(({ class: failureClass }) => failureClass)).toEqual([
    'timeout',
    'timeout',
  ]);
  expect(answers()).toEqual(['1', '1']);
});

test('an agent that is an emitter itself is given one task at a time', async () => {
  class Agent extends EventEmitter {
    run(prompt: string) {
      setTimeout(() => {
        this.emit('message', `re: ${prompt}`);
        this.emit('done');
      }, 1);
    }
  }
  const agent = new Agent();
  const begun = begin(agent);
  await expectAllAnswered(begun);
  expect(agent.listenerCount('message')).toBe(0);
  expect(agent.listenerCount('error')).toBe(1);
  // Between its tasks its errors are nobody's, and end no process.
  agent.emit('error', new Error('idle'));

  class Failing extends EventEmitter {
    async run() {
      this.emit('error', new Error('no'));
      return 'yes';
    }
    execute() {
      this.emit('error', new Error('no'));
    }
  }
  const failing = begin(new Failing(), { method: 'execute' }, 2);
  await failing.run.ended;
  expect(failing.failures()).toMatchObject([
    { message: "the agent's code failed: no" },
    { message: "the agent's code failed: no" },
  ]);
});

test.each<[string, OldAgent, string]>([
  ['a stream', () => Readable.from(['a', 'b']), 'ab'],
  [
    'bytes of a letter in two',
    () => Readable.from([Buffer.from([0xc3]), Buffer.from([0xbc])]),
    'ü',
  ],
  ['bytes', () => Buffer.from('bytes'), 'bytes'],
  [
    'a generator with a word in the end',
    function* () {
      yield 'thinking';
      return { harbour: 'Oslo' };
    },
    '{"harbour":"Oslo"}',
  ],
  [
    'pieces of any kind',
    async function* () {
      yield 'one';
      yield { two: 2 };
    },
    '["one",{"two":2}]',
  ],
  ['a list, which is an answer', () => ['a'], '["a"]'],
  ['nothing', () => {}, ''],
  ['an emitter that ends with its answer', () => later(new EventEmitter(), 'done', 'all'), 'all'],
  ['an emitter that closes', () => later(new EventEmitter(), 'close', 0), ''],
  [
    'a callback beside a promise of nothing',
    (_: string, done: (error: null, answer: string) => void) =>
      sleep(1).then(() => void setTimeout(() => done(null, 'called'), 1)),
    'called',
  ],
  [
    'an arrow that takes its options apart',
    (p: string, { ctx }: { ctx: object }) => `${p} ${typeof ctx}`,
    'Question 0 object',
  ],
  [
    'a constructor of the old kind',
    Object.assign(function Old() {}, { prototype: { process: (prompt: string) => prompt } }),
    'Question 0',
  ],
  ['a task in place of a prompt', { processTask: (task: CodeTask) => task.id }, 'task-0'],
])('%s', async (_, agent, answer) => {
  const { run, answers } = begin(agent, {}, 1);
  await run.ended;
  expect(run.all('task.failed')).toEqual([]);
  expect(answers()).toEqual([answer]);
});

test('what it is called with is as its options say', async () => {
  const given: unknown[][] = [];
  const agent = {
    process: () => 'not this one',
    work(...all: unknown[]) {
      given.push(all);
      (all[1] as (error: null, answer: string) => void)(null, 'done');
    },
  };
  const options = { method: 'work', callback: true, input: 'task' } as const;
  const { run, answers } = begin(agent, options, 1);
  await run.ended;
  expect(answers()).toEqual(['done']);
  expect(given[0]).toHaveLength(3);
  expect(given[0][0]).toMatchObject({ id: 'task-0', prompt: 'Question 0', agent: 'agent_0' });
  expect(given[0][2]).toMatchObject({ signal: expect.any(AbortSignal), ctx: expect.anything() });
});

test('its failures are tried again where it is said that they may be', async () => {
  let tries = 0;
  const agent = () => {
    if (++tries < 3) throw new Error('busy');
    return 'done';
  };
  const retryable = (error: unknown) => (error as Error).message === 'busy';
  const { run, answers } = begin(agent, { retryable }, 1);
  await run.ended;
  expect(answers()).toEqual(['done']);
  expect(run.all('task.retrying').map((event: EventOf<'task.retrying'>) => event.message)).toEqual([
    "the agent's code failed: busy",
    "the agent's code failed: busy",
  ]);
});

test('a class that cannot be made fails the task, and says so', async () => {
  class Broken {
    constructor() {
      throw new Error('no key');
    }
    run() {}
  }
  const { run, failures } = begin(Broken, {}, 1);
  await run.ended;
  expect(failures()[0].message).toBe("the agent's code failed: Broken cannot be made: no key");
});

test.each<[string, () => unknown, string]>([
  [
    'a text',
    () => wrapAgent('agent' as never),
    'wrapAgent takes a function, a class, or an object',
  ],
  ['null', () => wrapAgent(null as never), 'got null'],
  ['an object without', () => wrapAgent({ works: 1 }), 'got one without'],
  ['no such method', () => wrapAgent({ run() {} }, { method: 'go' }), 'an object with a method go'],
  [
    'one for each of an object',
    () => wrapAgent({ run() {} }, { instance: 'per-agent' }),
    'needs a class',
  ],
  [
    'one for each of a function',
    () => wrapAgent(() => 1, { instance: 'per-agent' }),
    'needs a class',
  ],
  ['an input of no kind', () => wrapAgent(() => 1, { input: 'text' as never }), 'prompt or task'],
  ['a limit below zero', () => wrapAgent(() => 1, { timeoutSeconds: -1 }), 'timeoutSeconds'],
  [
    'no such instance',
    () => wrapAgent(() => 1, { instance: 'many' as never }),
    'per-agent, got many',
  ],
])('%s is refused in a sentence', (_, wrap, words) => {
  expect(wrap).toThrow(words);
});

/** An emitter that says something in the next turn of the event loop. */
function later(emitter: EventEmitter, event: string, value: unknown): EventEmitter {
  setImmediate(() => emitter.emit(event, value));
  return emitter;
}
