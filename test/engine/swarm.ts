import type { CodeAgent } from '../../src/agents/code-agent.ts';
import type { Asker, Command } from '../../src/engine/commands/command.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineConfig, RunOutcome } from '../../src/engine/engine-config.ts';
import { noJournal } from '../../src/engine/journal.ts';
import type { RoleTurns } from '../../src/engine/turns/role-turns.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { OpenAiChat } from '../../src/providers/openai/openai-chat.ts';
import type { WireProtocol } from '../../src/providers/wire-protocol.ts';
import type { Balance, LimitPolicy, TimeoutPolicy } from '../../src/spec/resolved.ts';
import { noBudget } from '../../src/state/budget-caps.ts';
import type { BudgetCaps, EventOf, RunEvent, RunEventType } from '../../src/state/events.ts';
import { RunState } from '../../src/state/run-state.ts';
import { noLimits, usualAlerts, usualBreaker, usualRetry } from '../helpers/tuning.ts';

/** A plan of prompts, one role, each task a batch of its own unless told otherwise. */
export function promptPlan(size: number, change: Partial<Plan> = {}): Plan {
  return {
    size,
    role: new Uint16Array(size),
    priority: new Int16Array(size).fill(100),
    deadlineMs: null,
    batch: Uint32Array.from({ length: size }, (_, task) => task),
    id: (task) => `task-${task}`,
    messages: (task) => [{ role: 'user', content: `Question ${task}` }],
    ...change,
  };
}

export interface SwarmOptions {
  /** Base URLs, with `/v1`; the role takes them in this order. */
  readonly urls: readonly string[];
  readonly plan: Plan;
  readonly agents?: number;
  readonly concurrency?: number;
  readonly pool?: number;
  readonly model?: string;
  readonly maxConnections?: number | null;
  /** Routes that share the calls, by their places in `urls`; default: one after the other. */
  readonly tiers?: readonly (readonly number[])[];
  readonly balance?: Balance;
  readonly timeouts?: Partial<TimeoutPolicy>;
  readonly budget?: Partial<BudgetCaps>;
  /** Agents by role, in place of one role with `agents`. */
  readonly roles?: Readonly<Record<string, number>>;
  readonly maxOutputTokens?: number | null;
  /** What every route speaks; default: Chat Completions as OpenAI does. */
  readonly protocol?: WireProtocol;
  /** Money is set aside for what is sent too. */
  readonly inputCosts?: boolean;
  /** Of every route. */
  readonly limits?: Partial<LimitPolicy>;
  /** How tasks of every role take several turns. */
  readonly turns?: RoleTurns;
  /** The agents of every role are this code. */
  readonly code?: CodeAgent;
  readonly change?: Partial<EngineConfig>;
}

/** A swarm on real sockets, with its events kept. */
export class Swarm {
  readonly events: RunEvent[] = [];
  readonly engine: Engine;
  readonly ended: Promise<RunOutcome>;

  constructor(options: SwarmOptions) {
    const { urls, plan, agents = 10, model = 'm', pool = 100, maxConnections = null } = options;
    const { roles = { agent: agents }, maxOutputTokens = null } = options;
    const timeouts = {
      connectSeconds: 5,
      firstTokenSeconds: 20,
      idleSeconds: 20,
      totalSeconds: null,
      taskSeconds: null,
      ...options.timeouts,
    };
    const names = urls.map((_, index) => `openai/${model}${index === 0 ? '' : index}`);
    this.engine = new Engine({
      info: {
        runId: 'run',
        name: 'test',
        preset: 'none',
        startedAt: new Date().toISOString(),
        seed: 1,
        version: '0',
        roles: Object.entries(roles).map(([name, agents]) => ({
          name,
          agents,
          routes: urls.map((_, index) => index),
        })),
        routes: urls.map((baseUrl, index) => ({
          name: names[index],
          provider: 'openai',
          model,
          baseUrl,
          pool,
          maxConnections,
        })),
        concurrency: options.concurrency ?? agents,
        budget: { ...noBudget, ...options.budget },
      },
      plan,
      roles: Object.keys(roles).map(() => ({
        maxOutputTokens,
        tags: [],
        tiers: options.tiers ?? urls.map((_, route) => [route]),
        balance: options.balance ?? 'least-busy',
        turns: options.turns,
        code: options.code,
      })),
      routes: urls.map((baseUrl) => ({
        provider: new HttpProvider({
          protocol: options.protocol ?? new OpenAiChat({ baseUrl, key: 'k' }),
          baseUrl,
          pool,
          http2: false,
          timeouts,
        }),
        model,
        maxConnections,
        limits: { ...noLimits, ...options.limits },
        usageKey: baseUrl,
        // A micro-dollar an output token; what is sent costs nothing, or is set aside for at least.
        cost: (usage) => usage.outputTokens * 1_000,
        bound: (input, output) => (output + (options.inputCosts ? input : 0)) * 1_000,
        mostOutputTokens: 1_000,
      })),
      retry: {
        ...usualRetry,
        retries: 5,
        strategy: 'exponential',
        factor: 2,
        jitter: 'full',
        baseMs: 20,
        maxMs: 200,
      },
      breaker: usualBreaker,
      usage: null,
      taskSeconds: timeouts.taskSeconds,
      giveUpSeconds: 300,
      healthCheckSeconds: 30,
      alerts: usualAlerts,
      adaptive: null,
      batch: 1,
      autoAgents: null,
      canary: null,
      canaryEnds: false,
      inputBound: () => 100,
      day: null,
      waitForBudget: false,
      retryFailed: false,
      journal: noJournal,
      state: new RunState(),
      elapsedMs: 0,
      ...options.change,
    });
    this.engine.onEvent((event) => this.events.push(event));
    this.ended = this.engine.ended;
  }

  start(): this {
    this.engine.start();
    return this;
  }

  ask(command: Command, asker: Asker = { by: 'you' }) {
    return this.engine.command(command, asker);
  }

  all<T extends RunEventType>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  /** Resolves at the first event that fits, one that has been already included. */
  async until<T extends RunEventType>(
    type: T,
    fits: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    const past = this.all(type).find(fits);
    if (past) return past;
    return new Promise((resolve) => {
      const off = this.engine.onEvent((event) => {
        if (event.type !== type || !fits(event as EventOf<T>)) return;
        off();
        resolve(event as EventOf<T>);
      });
    });
  }
}
