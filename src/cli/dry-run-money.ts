import { capsWords } from '../cost/caps-words.ts';
import { moneyWords } from '../cost/money-words.ts';
import type { Price } from '../cost/price.ts';
import type { PlanEstimate, Span } from '../plan/estimate.ts';
import { cappedOutputTokens } from '../spec/defaults.ts';
import { callsNothing } from '../spec/providers.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { isCapped } from '../state/budget-caps.ts';
import { workMoneyLines } from './dry-run-work-money.ts';
import { count } from './format.ts';
import { capsOf } from './session-money.ts';

/** What a dry run says of money: caps, prices with their sources, and whether the one fits the other. */
export function moneyLines(
  spec: ResolvedSpec,
  estimate: PlanEstimate,
  prices: readonly (Price | null)[],
): string[] {
  const caps = capsOf(spec);
  const names = spec.roles.map(({ name }) => name);
  return [
    'Money',
    `  budget: ${capsWords(caps, names)}`,
    ...spec.routes.map(({ name, provider }, index) =>
      callsNothing(provider)
        ? `  ${name}: its code calls no model`
        : `  ${name}: ${priceWords(prices[index])}`,
    ),
    ...(isCapped(caps) ? outputWords(spec) : []),
    ...fitWords('', spec.budget.usd, estimate.costNanoUsd),
    ...spec.roles.flatMap(({ name, budgetUsd }, index) =>
      fitWords(` of ${name}`, budgetUsd, estimate.roles[index].costNanoUsd),
    ),
    ...workMoneyLines(spec, prices),
  ];
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
