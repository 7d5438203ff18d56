// A program of a stranger, run and type-checked in a project that has swarmdeck from a tarball.
import {
  type Acknowledgement,
  BreakerOpen,
  CallFailure,
  createBreaker,
  createPool,
  createQueue,
  createSwarm,
  defineAgent,
  type PoolAnswer,
  type ResultLine,
  startSimulator,
  type Ticket,
  UsageError,
} from 'swarmdeck';

const simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 3 });
const route = { provider: 'openai', model: 'm', baseUrl: `${simulator.url}/v1` } as const;
const environment = { OPENAI_API_KEY: 'k' };
const told: Record<string, unknown> = {};

const swarm = await createSwarm(
  { ...route, agents: 3, workload: { prompts: ['Name a harbour.'], repeat: 12 } },
  { out: 'run', environment },
);
process.once('uncaughtException', ({ message }) => (told.uncaught = message));
const off = swarm.onEvent(() => {
  off();
  throw new Error('of the listener');
});
const statuses: ResultLine['status'][] = [];
for await (const { status } of swarm.results({ buffer: 4 })) {
  if (statuses.length === 0) {
    const answer: Acknowledgement = swarm.command({ type: 'concurrency', value: 2 });
    told.command = answer.ok ? answer.effect : answer.reason;
  }
  statuses.push(status);
}
const { outcome, metrics } = await swarm.finished;
told.swarm = { statuses: new Set(statuses).size, results: statuses.length, outcome };
told.calls = metrics.calls;

// The embedded simulator and its worker, a spec as a text, an agent of code.
const echo = defineAgent({
  processTask: async ({ prompt }, { chat }) => (await chat(prompt)).text,
});
await using other = await createSwarm('roles: { echo: {} }\nworkload: { prompts: [one] }\n', {
  agents: { echo },
  out: 'other',
  environment: {},
});
told.other = (await other.run()).outcome.exitCode;

await using pool = await createPool({ ...route, key: 'k', connections: 2, concurrency: 2 });
const answers: PoolAnswer[] = await Promise.all(
  ['a', 'b', 'c'].map((prompt) => pool.chat(prompt, { priority: 'high' })),
);
const [vector] = await pool.embed(['a text']);
told.pool = {
  answers: answers.length,
  vector: vector instanceof Float32Array,
  ...pool.stats().breaker,
};
const failure = await pool
  .chat('?', { signal: AbortSignal.abort() })
  .catch((error: unknown) => (error instanceof CallFailure ? error.class : 'aborted'));
told.aborted = failure;

const breaker = createBreaker({ failures: 1, share: 0 });
const fetchIt = breaker.wrap(async (n: number): Promise<number> => {
  throw new Error(`down ${n}`);
});
await fetchIt(1).catch(() => {});
told.breaker = await fetchIt(2).catch((error: unknown) => error instanceof BreakerOpen);

const queue = createQueue({ concurrency: 2, run: (n: number) => n * 2 });
const doubled: Ticket<number> = queue.submit(21);
const own: Ticket<string> = queue.submit(({ id }) => `work ${id}`);
told.queue = [await doubled.result, await own.result, await queue.result(1)];
// @ts-expect-error a task of this queue is a number
queue.submit('21');

// @ts-expect-error a spec has no such field
told.refused = await createSwarm({ concurency: 3 }).catch((error: unknown) =>
  error instanceof UsageError ? error.message : error,
);
await simulator.stop();
console.log(JSON.stringify(told));
