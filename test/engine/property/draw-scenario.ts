import type { BreakerPolicy, LimitPolicy, RetryPolicy } from '../../../src/spec/resolved.ts';
import { noBudget } from '../../../src/state/budget-caps.ts';
import type { BudgetCaps } from '../../../src/state/events.ts';
import { Chance } from '../../helpers/chance.ts';
import { noLimits, usualRetry } from '../../helpers/tuning.ts';
import { drawRoute } from './draw-route.ts';
import { columnsOf, drawTasks } from './draw-tasks.ts';
import { countedTokens, type Scenario, type ScenarioRole } from './scenario.ts';
import { drawWork } from './work/draw-work.ts';

/** Every fifth swarm is a small one, for what only shows where little is going on. */
export function isSmall(seed: number): boolean {
  return seed % 5 === 0;
}

/** The tasks of every third swarm depend on each other. */
export function hasGraph(seed: number): boolean {
  return seed % 3 === 0;
}

/** Everything that happens in the run of a seed, the engine's own part apart. */
export function drawScenario(seed: number): Scenario {
  const chance = new Chance(seed);
  const agents = isSmall(seed) ? chance.whole(1, 40) : 500;
  const routeCount = chance.whole(1, 3);
  const roles = drawRoles(chance, agents, routeCount);
  const size = isSmall(seed) ? chance.whole(1, 120) : chance.whole(500, 1_200);
  const tasks = drawTasks(chance, size, roles.length);
  const concurrency = drawConcurrency(chance, agents);
  const scenario: Scenario = {
    seed,
    agents,
    roles,
    routes: Array.from({ length: routeCount }, () => drawRoute(chance, concurrency)),
    tasks,
    work: null,
    concurrency,
    adaptive: chance.happens(0.25)
      ? { min: chance.whole(1, Math.min(30, concurrency)), max: concurrency }
      : null,
    budget: { ...noBudget, roleNanoUsd: roles.map(() => null) },
    limits: noLimits,
    retry: drawRetry(chance),
    breaker: drawBreaker(chance),
    taskSeconds: chance.happens(0.3) ? chance.magnitude(0.3, 60) : null,
    giveUpSeconds: chance.pick([5, 60, 300]),
    commandEveryMs: chance.magnitude(50, 8_000),
    commands: chance.happens(0.1) ? 0 : chance.whole(1, 15),
    fromListeners: chance.pick([0, 0, 1]),
    commitMs: chance.pick([0, 2, 2, 10]),
    accident: chance.happens(0.15)
      ? { kind: chance.pick(['killed', 'disk full']), atMs: chance.magnitude(1, 30_000) }
      : null,
    retryFailed: false,
    sessions: chance.whole(1, 3),
  };
  const worked = hasGraph(seed) ? withWork(scenario) : scenario;
  const limits = drawLimits(chance, worked);
  return { ...worked, limits, budget: drawBudget(chance, worked) };
}

/** The scenario with as much work whose tasks depend on each other, from a chance of its own. */
function withWork(scenario: Scenario): Scenario {
  const chance = new Chance(scenario.seed ^ 0x51ed270b);
  const work = drawWork(chance, scenario, scenario.tasks.size);
  const tasks = columnsOf(chance, work.plan(), work.most);
  return { ...scenario, work, tasks, retryFailed: chance.happens(0.3) };
}

function drawRoles(chance: Chance, agents: number, routes: number): ScenarioRole[] {
  const count = Math.min(agents, chance.whole(1, 3));
  let left = agents;
  return Array.from({ length: count }, (_, index) => {
    const others = count - index - 1;
    const own = others === 0 ? left : chance.whole(1, left - others);
    left -= own;
    const first = chance.whole(0, routes - 1);
    const second = chance.whole(0, routes - 1);
    return {
      name: `role${index}`,
      agents: own,
      routes: second === first ? [first] : [first, second],
      maxOutputTokens: chance.whole(1, 600),
    };
  });
}

function drawConcurrency(chance: Chance, agents: number): number {
  if (chance.happens(0.5)) return agents;
  return chance.happens(0.1) ? chance.whole(1, 10) : chance.whole(Math.min(20, agents), 600);
}

function drawRetry(chance: Chance): RetryPolicy {
  return {
    ...usualRetry,
    retries: chance.whole(0, 8),
    strategy: chance.pick(['exponential', 'exponential', 'linear', 'fixed', 'none']),
    factor: chance.between(1, 3),
    jitter: chance.pick(['decorrelated', 'full', 'none']),
    baseMs: chance.pick([0, 10, 500, 2_000]),
    maxMs: chance.pick([1_000, 30_000]),
  };
}

function drawBreaker(chance: Chance): BreakerPolicy {
  return {
    failures: chance.whole(1, 10),
    share: chance.pick([0, 0.2, 0.5, 0.5, 0.8, 1]),
    window: chance.whole(5, 50),
    recoverySeconds: chance.pick([0.1, 1, 5, 20]),
  };
}

/** Limits with which the work takes a few seconds to a few minutes. */
function drawLimits(chance: Chance, scenario: Scenario): LimitPolicy {
  const { size } = scenario.tasks;
  let tokens = 0;
  for (let task = 0; task < size; task++) tokens += countedTokens(scenario, task);
  const perMinute = (units: number) =>
    Math.max(1, Math.round((units * 60) / chance.magnitude(2, 120)));
  const perSecond = (units: number) => Math.max(1, Math.round(perMinute(units) / 60));
  // Now and then less than there is to do: then the run stands still for an hour.
  const ofAll = (units: number) => Math.max(1, Math.round(units * chance.magnitude(0.4, 6)));
  const maybe = (share: number, limit: () => number) => (chance.happens(share) ? limit() : null);
  return {
    ...noLimits,
    requestsPerSecond: maybe(0.15, () => perSecond(size)),
    requestsPerMinute: maybe(0.4, () => perMinute(size)),
    requestsPerHour: maybe(0.15, () => ofAll(size)),
    requestsPerDay: maybe(0.1, () => ofAll(size)),
    tokensPerSecond: maybe(0.1, () => perSecond(tokens)),
    tokensPerMinute: maybe(0.3, () => perMinute(tokens)),
    tokensPerHour: maybe(0.1, () => ofAll(tokens)),
    tokensPerDay: maybe(0.1, () => ofAll(tokens)),
    burst: chance.happens(0.5) ? chance.whole(1, 100) : null,
  };
}

/** Caps under which some runs end early, some just so, and some not at all; none where a price is unknown. */
function drawBudget(chance: Chance, scenario: Scenario): BudgetCaps {
  const { tasks, roles, routes, agents, budget } = scenario;
  if (routes.some(({ price }) => price === null) || chance.happens(0.4)) return budget;
  const spent = roles.map(() => 0);
  for (let task = 0; task < tasks.size; task++) {
    const role = tasks.role[task];
    const { price } = routes[roles[role].routes[0]];
    const [input, output] = [tasks.length[task] / 16, roles[role].maxOutputTokens / 2];
    spent[role] += input * (price?.input ?? 0) + output * (price?.output ?? 0);
  }
  const all = spent.reduce((sum, ofRole) => sum + ofRole, 0);
  const cap = (probability: number, likely: number) =>
    chance.happens(probability) ? Math.ceil(likely * chance.magnitude(0.1, 4)) : null;
  return {
    runNanoUsd: cap(0.7, all),
    agentNanoUsd: cap(0.3, (3 * all) / agents),
    dayNanoUsd: null,
    roleNanoUsd: spent.map((ofRole) => cap(0.3, ofRole)),
  };
}
