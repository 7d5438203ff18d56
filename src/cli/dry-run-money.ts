import { capsWords } from '../cost/caps-words.ts';
import { moneyWords } from '../cost/money-words.ts';
import type { Price } from '../cost/price.ts';
import type { PlanEstimate, Span } from '../plan/estimate.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlanGraph } from '../plan/plan-graph.ts';
import { cappedOutputTokens } from '../spec/defaults.ts';
import { callsNothing } from '../spec/providers.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { workMoneyLines } from './dry-run-work-money.ts';
import { count, plural } from './format.ts';
import { capsOf, planIsCapped } from './session-money.ts';

/** What a dry run says of money: caps, prices with their sources, and whether the one fits the other. */
export function moneyLines(
  spec: ResolvedSpec,
  estimate: PlanEstimate,
  prices: readonly (Price | null)[],
  { graph }: Pick<Plan, 'graph'>,
): string[] {
  const caps = capsOf(spec);
  const names = spec.roles.map(({ name }) => name);
  return [
    'Money',
    `  budget: ${capsWords(caps, names)}${ofWorkflows(graph)}`,
    ...spec.routes.map(({ name, provider }, index) =>
      callsNothing(provider)
        ? `  ${name}: its code calls no model`
        : `  ${name}: ${priceWords(prices[index])}`,
    ),
    ...(planIsCapped(caps, { graph }) ? outputWords(spec) : []),
    ...fitWords('', spec.budget.usd, estimate.costNanoUsd),
    ...spec.roles.flatMap(({ name, budgetUsd }, index) =>
      fitWords(` of ${name}`, budgetUsd, estimate.roles[index].costNanoUsd),
    ),
    ...workMoneyLines(spec, prices),
  ];
}

/** What the work itself caps: each of its workflows stands above with its own. */
function ofWorkflows(graph: PlanGraph | undefined): string {
  if (!graph?.capped) return '';
  const capped = graph.workflows.filter(({ budgetNanoUsd }) => budgetNanoUsd !== null).length;
  if (capped === 0) return '; tasks have caps of their own';
  return `; ${plural(capped, 'workflow')} with a cap of ${capped === 1 ? 'its' : 'their'} own`;
}

function priceWords(price: Price | null): string {
  if (price === null) return 'its price is unknown';
  // Nano-dollars per million tokens are what `moneyWords` takes: dollars per million.
  const [input, output] = [price.input, price.output].map(moneyWords);
  return `${input} in, ${output} out per million tokens (${price.source})`;
}

function outputWords({ roles, routes }: ResolvedSpec): string[] {
  const open = roles.filter(
    ({ maxOutputTokens, routes: [first] }) =>
      maxOutputTokens === null && !callsNothing(routes[first].provider),
  );
  if (open.length === 0) return [];
  const whose =
    open.length === roles.length ? '' : ` of ${open.map(({ name }) => name).join(', ')}`;
  return [
    `  maxOutputTokens${whose} is not set: with a budget, ${count(cappedOutputTokens)} is sent with every call, so that its cost has a bound`,
  ];
}

function fitWords(whose: string, usd: number | null, cost: Span | null): string[] {
  if (usd === null || cost === null) return [];
  const cap = usd * 1e9;
  const budget = `the budget${whose} of ${moneyWords(cap)}`;
  const { expected, high } = cost;
  if (high <= cap) return [`  the estimate fits ${budget}: ${moneyWords(high)} where much is said`];
  const likely = `${moneyWords(expected)} is expected, up to ${moneyWords(high)}`;
  if (expected <= cap) return [`  the estimate may not fit ${budget}: ${likely}`];
  return [`  the estimate does not fit ${budget}: ${likely}; the run would end with exit code 3`];
}
