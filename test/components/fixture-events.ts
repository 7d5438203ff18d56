import { noBudget } from '../../src/state/budget-caps.ts';
import type { RoleInfo, RunStarted, Sample, TaskFinished } from '../../src/state/events.ts';
import type { RunState } from '../../src/state/run-state.ts';

export interface FixtureOptions {
  readonly name?: string;
  readonly preset?: string;
  /** Agents by role; `{ agent: 10 }` when left out. */
  readonly roles?: Readonly<Record<string, number>>;
  /** What the models of roles were chosen by. */
  readonly tiers?: Readonly<Record<string, string>>;
  readonly tasks?: number;
  readonly concurrency?: number;
  readonly routes?: readonly string[];
  /** Share of attempts that fail; half of those that fail are tried again. */
  readonly faults?: number;
  /** Nano-dollars an output token; null where the price is unknown. */
  readonly tokenPrice?: number | null;
  /** What the run may cost, nano-dollars. */
  readonly budget?: number | null;
  /** Set aside for each call, nano-dollars; null where nothing is. */
  readonly reserve?: number | null;
  readonly seed?: number;
}

export const fixtureDefaults: Required<FixtureOptions> = {
  name: 'cathedral',
  preset: 'heavy',
  roles: { agent: 10 },
  tiers: {},
  tasks: 200,
  concurrency: 10,
  routes: ['simulator/small'],
  faults: 0.04,
  tokenPrice: 600,
  budget: null,
  reserve: null,
  seed: 7,
};

export function startedEvent(options: Required<FixtureOptions>): RunStarted {
  const roles = Object.entries(options.roles).map(
    ([name, agents], index): RoleInfo => ({
      name,
      agents,
      routes: [index % options.routes.length],
      ...(options.tiers[name] === undefined ? {} : { tier: options.tiers[name] }),
    }),
  );
  return {
    type: 'run.started',
    runId: 'r-fixture',
    name: options.name,
    preset: options.preset,
    startedAt: '2026-11-21T03:00:00.000Z',
    seed: options.seed,
    version: '0.1.0',
    roles,
    routes: options.routes.map((name) => ({
      name,
      provider: name.split('/')[0],
      model: name.split('/')[1],
      baseUrl: 'http://127.0.0.1:1/v1',
      pool: 10,
      maxConnections: null,
    })),
    concurrency: options.concurrency,
    budget: { ...noBudget, runNanoUsd: options.budget },
  };
}

/** The answer that an agent has streamed so far is whole. */
export function finishedEvent(
  { agents }: RunState,
  agent: number,
  callMs: number,
  tokenPrice: number | null,
): TaskFinished {
  const outputTokens = agents.callTokens[agent];
  return {
    type: 'task.finished',
    task: agents.task[agent],
    agent,
    route: agents.route[agent],
    attempts: agents.attempt[agent],
    durationMs: 3_000,
    callMs,
    firstTokenMs: 420,
    finishReason: 'stop',
    usage: {
      inputTokens: 120,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens,
      estimated: false,
    },
    costNanoUsd: tokenPrice === null ? null : tokenPrice * outputTokens,
    text: 'an answer',
  };
}

/** The totals of a state as the sample of this second. */
export function sampleEvent(state: RunState, tokensBefore: number): Sample {
  const { sinceSample, totals } = state;
  return {
    type: 'sample',
    inFlight: state.inFlight,
    queued: state.queued,
    outputTokens: totals.outputTokens,
    callsPerSecond: sinceSample.calls,
    tokensPerSecond: Math.max(0, totals.outputTokens - tokensBefore),
    errorsPerSecond: sinceSample.errors,
    p50Ms: sinceSample.latency.percentile(0.5),
    p95Ms: sinceSample.latency.percentile(0.95),
    p99Ms: sinceSample.latency.percentile(0.99),
    firstTokenP50Ms: sinceSample.firstToken.percentile(0.5),
    cpuShare: 0.1,
    rssBytes: 1e8,
    openSockets: state.inFlight,
    bytesIn: 0,
    bytesOut: 0,
    bounds: [],
  };
}

/** Mulberry32: the same numbers for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
