import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { boundNanoUsd } from '../cost/bound-nano-usd.ts';
import { costNanoUsd } from '../cost/cost-nano-usd.ts';
import { mostOutputTokens } from '../cost/most-output-tokens.ts';
import type { Price } from '../cost/price.ts';
import type { PriceTable } from '../cost/price-table.ts';
import { routePrice } from '../cost/route-price.ts';
import type { EngineConfig } from '../engine/engine-config.ts';
import type { EngineRoute } from '../engine/route-runtime.ts';
import { countTexts } from '../plan/count-texts.ts';
import { countedBounds, InputBounds } from '../plan/input-bounds.ts';
import { isO200k } from '../plan/is-o200k.ts';
import type { Plan } from '../plan/plan.ts';
import { homeDirectory } from '../settings/home-directory.ts';
import { readPriceTable } from '../settings/price-table.ts';
import type { ResolvedRoute, ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import { isCapped } from '../state/budget-caps.ts';
import type { BudgetCaps } from '../state/events.ts';
import type { RunState } from '../state/run-state.ts';
import { DaySpend } from '../store/day-spend.ts';

/** The prices that the operator keeps in the settings. */
export function ownPrices(): PriceTable {
  return readPriceTable(join(homeDirectory(), 'settings.json'));
}

/** The prices of the spec's routes, in their order; null where unknown. */
export async function pricesOf(spec: ResolvedSpec): Promise<(Price | null)[]> {
  const table = ownPrices();
  return Promise.all(spec.routes.map((route) => routePrice(route, table)));
}

/** The caps of a spec. */
export function capsOf({ budget, roles }: ResolvedSpec): BudgetCaps {
  return {
    runNanoUsd: nanoUsd(budget.usd),
    agentNanoUsd: nanoUsd(budget.perAgentUsd),
    dayNanoUsd: nanoUsd(budget.perDayUsd),
    roleNanoUsd: roles.map((role) => nanoUsd(role.budgetUsd)),
  };
}

/**
 * The caps that a resumed run goes on with: those that it had last, which may have been changed while
 * it ran, with those in their place that the resume itself changed.
 *
 * @param began the caps that the run began with
 * @param asked the same, as the flags of the resume change them
 */
function resumedCaps(began: BudgetCaps, asked: BudgetCaps, { budget }: RunState): BudgetCaps {
  const of = (before: number | null, now: number | null, last: number | null) =>
    before === now ? last : now;
  return {
    runNanoUsd: of(began.runNanoUsd, asked.runNanoUsd, budget.runNanoUsd),
    agentNanoUsd: of(began.agentNanoUsd, asked.agentNanoUsd, budget.agentNanoUsd),
    dayNanoUsd: of(began.dayNanoUsd, asked.dayNanoUsd, budget.dayNanoUsd),
    roleNanoUsd: asked.roleNanoUsd.map((now, role) =>
      of(began.roleNanoUsd[role], now, budget.roleNanoUsd[role] ?? null),
    ),
  };
}

/** The cap of each workflow that goes before its own; undefined where there is none. */
export function workflowCapOf({ budget }: ResolvedSpec): number | null | undefined {
  return budget.perWorkflowUsd === undefined ? undefined : nanoUsd(budget.perWorkflowUsd);
}

/** Whether a cap of any kind holds, the plan's own included. */
export function planIsCapped(caps: BudgetCaps, { graph }: Pick<Plan, 'graph'>): boolean {
  return isCapped(caps) || (graph?.capped ?? false);
}

/** @throws UsageError where money is capped and a route's price is unknown: the cap could not be kept */
export function needPrices(
  { routes }: ResolvedSpec,
  capped: boolean,
  prices: readonly (Price | null)[],
): void {
  const unpriced = routes.find((_, index) => prices[index] === null);
  if (unpriced === undefined || !capped) return;
  throw new UsageError(
    `no price is known for ${unpriced.model} (${unpriced.provider}), and a budget needs one; say \`price: { input: 0.25, output: 2 }\` beside the model in the spec, in US dollars per million tokens, or keep it in \`prices\` of the settings`,
  );
}

/**
 * The caps that a session begins with. @throws UsageError where they could not be kept
 *
 * @param began the spec that a resumed run began with; null for a new one
 */
export function sessionCaps(
  spec: ResolvedSpec,
  began: ResolvedSpec | null,
  state: RunState,
  prices: readonly (Price | null)[],
  plan: Plan,
): BudgetCaps {
  const asked = capsOf(spec);
  const caps = began === null || state.seq === 0 ? asked : resumedCaps(capsOf(began), asked, state);
  needPrices(spec, planIsCapped(caps, plan) || Boolean(workflowCapOf(spec)), prices);
  needDay(caps);
  return caps;
}

/** What the engine asks of a route about money. */
export function moneyOf(
  { model }: ResolvedRoute,
  price: Price | null,
): Pick<EngineRoute, 'cost' | 'bound' | 'mostOutputTokens'> {
  return {
    mostOutputTokens: mostOutputTokens(model),
    cost: (usage) => (price === null ? null : costNanoUsd(usage, price)),
    bound: (input, output) => (price === null ? null : boundNanoUsd(input, output, price)),
  };
}

/** Whose models have the tokenizer that their names say. */
const ofOpenAi: ReadonlySet<string> = new Set(['openai', 'openai-responses', 'azure-openai']);

/** Upper estimates of what tasks send; counted by a tokenizer only where a cap rests on them. */
export async function inputBoundsOf(
  { routes }: ResolvedSpec,
  plan: Plan,
  caps: BudgetCaps,
): Promise<EngineConfig['inputBound']> {
  const byTokenizer = routes.map(({ provider, model }) => ofOpenAi.has(provider) && isO200k(model));
  // What is too much to be held is not counted either: its bytes bound it.
  const count = planIsCapped(caps, plan) && byTokenizer.includes(true) && plan.pieces === undefined;
  const counted = count ? countedBounds(plan, await countTexts(plan)) : null;
  const bounds = new InputBounds(plan, counted);
  return (task, route) => bounds.of(task, byTokenizer[route]);
}

/** The money of the day with each route's key; it is opened when a cap is first set on it. */
export function dayOf(
  { routes }: ResolvedSpec,
  environment: Readonly<Record<string, string | undefined>>,
  runId: string,
): DaySpend {
  const keys = routes.map((route) => dayKey(route, environment));
  return new DaySpend(keys, runId);
}

/** @throws UsageError where a day is capped and what it has cost so far cannot be kept */
function needDay({ dayNanoUsd }: BudgetCaps): void {
  if (dayNanoUsd === null) return;
  const day = new DaySpend([], '');
  try {
    day.open();
  } catch (error) {
    throw new UsageError(
      `budget.perDayUsd: ${error instanceof Error ? error.message : error}; leave it out, or set SWARMDECK_HOME to a directory that can be written`,
    );
  } finally {
    day.close();
  }
}

/** What stands for the key, or for the address where there is none, without giving it away. */
function dayKey(
  { key, baseUrl }: ResolvedRoute,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const secret = key === null ? undefined : environment[key.replace(/^env:/, '')];
  return createHash('sha256')
    .update(secret ?? baseUrl ?? 'the simulator inside')
    .digest('hex');
}

function nanoUsd(usd: number | null): number | null {
  return usd === null ? null : Math.floor(usd * 1e9);
}
