import { Engine } from '../../../src/engine/engine.ts';
import type { Journal } from '../../../src/engine/journal.ts';
import type { UsageBook } from '../../../src/gates/usage-book.ts';
import type { RunState } from '../../../src/state/run-state.ts';
import { Chance } from '../../helpers/chance.ts';
import { usualAlerts } from '../../helpers/tuning.ts';
import { type Book, costOf } from './book.ts';
import { ModelProvider } from './model-provider.ts';
import { inputBound, type Scenario } from './scenario.ts';
import type { SessionPlan } from './session-plan.ts';

/** An engine for a session of the scenario, whose routes lead to models that keep this book. */
export function buildEngine(
  scenario: Scenario,
  book: Book,
  state: RunState,
  journal: Journal,
  usage: UsageBook,
  chance: Chance,
  { plan, past, answers }: SessionPlan,
): Engine {
  return new Engine({
    info: {
      runId: `seed-${scenario.seed}`,
      name: 'property',
      preset: 'none',
      startedAt: '2030-01-01T00:00:00.000Z',
      seed: scenario.seed,
      version: '0',
      roles: scenario.roles.map(({ name, agents, routes }) => ({ name, agents, routes })),
      routes: scenario.routes.map(({ maxConnections }, route) => ({
        name: `model/${route}`,
        provider: 'model',
        model: `${route}`,
        baseUrl: '',
        pool: 1_000,
        maxConnections,
      })),
      concurrency: scenario.concurrency,
      budget: scenario.budget,
    },
    plan,
    past,
    ...(answers !== null && { answers }),
    roles: scenario.roles.map(({ maxOutputTokens, routes }) => ({
      maxOutputTokens,
      tags: [],
      tiers: routes.map((route) => [route]),
      balance: 'least-busy' as const,
    })),
    routes: scenario.routes.map((traits, route) => ({
      provider: new ModelProvider(
        ...([route, traits, book, new Chance(chance.whole(0, 2 ** 31))] as const),
        (of) => scenario.work?.answer(of) ?? 'an answer',
      ),
      model: `${route}`,
      maxConnections: traits.maxConnections,
      mostOutputTokens: 1_000,
      limits: scenario.limits,
      usageKey: `${route}`,
      cost: ({ inputTokens, outputTokens }) => costOf(traits, { inputTokens, outputTokens }),
      bound: (inputTokens, outputTokens) => costOf(traits, { inputTokens, outputTokens }),
    })),
    retry: scenario.retry,
    breaker: scenario.breaker,
    usage,
    taskSeconds: scenario.taskSeconds,
    adaptive: scenario.adaptive,
    batch: 1,
    autoAgents: null,
    canary: null,
    canaryEnds: false,
    retryFailed: scenario.retryFailed && past !== undefined,
    inputBound: (task) => inputBound(scenario, task),
    day: null,
    waitForBudget: false,
    giveUpSeconds: scenario.giveUpSeconds,
    healthCheckSeconds: 5,
    alerts: usualAlerts,
    journal,
    state,
    elapsedMs: state.t,
  });
}
