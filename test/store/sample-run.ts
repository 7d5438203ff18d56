import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message, Plan } from '../../src/plan/plan.ts';
import type { ResolvedSpec } from '../../src/spec/resolved.ts';
import { noBudget } from '../../src/state/budget-caps.ts';
import type { RunEvent, RunEventBody } from '../../src/state/events.ts';
import {
  noLimits,
  usualAlerts,
  usualBreaker,
  usualRetry,
  usualRole,
  usualTimeouts,
} from '../helpers/tuning.ts';

/** A directory of its own for a test, removed by the returned function. */
export function temporaryDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'swarmdeck-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Two roles: kaoz with agents 0 to 2 on the first route, order with agents 3 and 4 on the second. */
export function sampleSpec(overrides: Partial<ResolvedSpec> = {}): ResolvedSpec {
  const route = {
    key: 'env:OPENAI_API_KEY',
    pool: 200,
    maxConnections: null,
    http2: false,
    gzip: false,
    ollama: null,
    limits: noLimits,
    price: null,
  };
  const role = { instructions: null, ...usualRole, priority: 100, maxOutputTokens: 64 };
  return {
    name: 'cathedral',
    preset: 'heavy',
    seed: 7,
    agents: 5,
    concurrency: { min: 5, max: 5, auto: false },
    batch: 1,
    autoAgents: null,
    mcpServers: [],
    roles: [
      { ...role, name: 'kaoz', agents: 3, routes: [0], instructions: 'Be brief.', ...usualRole },
      { ...role, name: 'order', agents: 2, routes: [1] },
    ],
    routes: [
      {
        ...route,
        name: 'openai/small',
        provider: 'openai',
        model: 'small',
        baseUrl: 'http://127.0.0.1:1/v1',
      },
      { ...route, name: 'openai/large', provider: 'openai', model: 'large', baseUrl: null },
    ],
    workload: {
      kind: 'prompts',
      items: [{ prompt: 'a' }, { prompt: 'b' }],
      repeat: 3,
      source: '2 prompts',
    },
    limits: noLimits,
    retry: {
      ...usualRetry,
      retries: 2,
      strategy: 'exponential',
      factor: 2,
      jitter: 'none',
      baseMs: 10,
      maxMs: 100,
    },
    breaker: usualBreaker,
    timeouts: usualTimeouts,
    budget: { usd: null, perAgentUsd: null, perDayUsd: null },
    alerts: usualAlerts,
    canary: null,
    healthCheckSeconds: 30,
    giveUpSeconds: 300,
    out: null,
    insecure: false,
    onHangup: 'drain',
    logLevel: 'info',
    ...overrides,
  };
}

/** Tasks p0, p1, …: the even ones are of role 0 and share their system text. */
export function samplePlan(size: number, prompt = (task: number) => `question ${task}`): Plan {
  const role = Uint16Array.from({ length: size }, (_, task) => task % 2);
  return {
    size,
    role,
    priority: Int16Array.from({ length: size }, (_, task) => (task === 1 ? 200 : 100)),
    deadlineMs: null,
    batch: Uint32Array.from({ length: size }, (_, task) => task >> 1),
    id: (task) => `p${task}`,
    messages(task): Message[] {
      const user: Message = { role: 'user', content: prompt(task) };
      return role[task] === 0 ? [{ role: 'system', content: 'Be brief.' }, user] : [user];
    },
  };
}

/** Stamps events as the engine does: seq without gaps, time as told. */
export class EventLog {
  readonly events: RunEvent[] = [];
  #seq: number;
  readonly #append: (event: RunEvent) => void;

  constructor(append: (event: RunEvent) => void, lastSeq = 0) {
    this.#append = append;
    this.#seq = lastSeq;
  }

  add(t: number, body: RunEventBody): void {
    const event: RunEvent = { v: 1, seq: ++this.#seq, t, ...body };
    this.events.push(event);
    this.#append(event);
  }

  start(
    t: number,
    task: number,
    agent: number,
    attempt = 1,
    reservedNanoUsd: number | null = null,
  ): void {
    const route = agent < 3 ? 0 : 1;
    this.add(t, { type: 'task.started', task, agent, route, attempt, reservedNanoUsd });
  }

  send(t: number, task: number, agent: number, connectMs = 0): void {
    this.add(t, { type: 'call.sent', task, agent, connectMs });
  }

  stream(t: number, task: number, agent: number, firstTokenMs: number): void {
    this.add(t, { type: 'call.streaming', task, agent, firstTokenMs });
  }

  finish(t: number, task: number, agent: number, rest: Partial<Finished> = {}): void {
    this.add(t, {
      type: 'task.finished',
      task,
      agent,
      route: agent < 3 ? 0 : 1,
      attempts: 1,
      durationMs: 1000,
      callMs: 900,
      firstTokenMs: 200,
      finishReason: 'stop',
      usage: {
        inputTokens: 10,
        cacheReadTokens: 3,
        cacheWriteTokens: 2,
        outputTokens: 20,
        estimated: false,
      },
      costNanoUsd: 12_345,
      text: `answer to ${task}`,
      ...rest,
    });
  }

  retry(t: number, task: number, agent: number, attempt: number, waitMs: number): void {
    this.add(t, {
      type: 'task.retrying',
      task,
      agent,
      route: agent < 3 ? 0 : 1,
      attempt,
      class: 'rate-limited',
      status: 429,
      message: 'slow down',
      waitMs,
      uncertain: false,
      outputTokens: 0,
    });
  }

  fail(t: number, task: number, agent: number, attempts = 1): void {
    this.add(t, {
      type: 'task.failed',
      task,
      agent,
      route: agent < 3 ? 0 : 1,
      attempts,
      durationMs: 500,
      class: 'server',
      status: 500,
      message: 'broken',
      uncertain: false,
      outputTokens: 0,
    });
  }

  poison(t: number, task: number, agent: number, signature: string, attempts = 5): void {
    this.add(t, {
      type: 'task.poisoned',
      task,
      agent,
      route: agent < 3 ? 0 : 1,
      attempts,
      durationMs: 500,
      class: 'server',
      status: 500,
      message: '500: cannot tokenise "x" at 7',
      uncertain: false,
      outputTokens: 2,
      signature,
    });
  }

  /** run.started and tasks.added, as every run begins; `blocked` tasks wait until they are released. */
  begin(spec: ResolvedSpec, plan: Plan, runId = 'r', blocked = false): void {
    this.add(0, {
      type: 'run.started',
      runId,
      name: spec.name,
      preset: spec.preset,
      startedAt: '2026-11-21T09:15:00.000Z',
      seed: spec.seed,
      version: '0.1.0',
      roles: spec.roles.map(({ name, agents, routes }) => ({ name, agents, routes })),
      routes: spec.routes.map(({ name, provider, model, baseUrl, pool, maxConnections }) => ({
        name,
        provider,
        model,
        baseUrl: baseUrl ?? '',
        pool,
        maxConnections,
      })),
      concurrency: spec.concurrency.max,
      budget: noBudget,
    });
    this.add(0, {
      type: 'tasks.added',
      first: 0,
      count: plan.size,
      role: [...plan.role],
      priority: 100,
      ...(blocked && { blocked }),
    });
  }
}

type Finished = Extract<RunEventBody, { type: 'task.finished' }>;
