import { moneyWords } from '../cost/money-words.ts';
import { addSpans, noSpan, type PlanEstimate } from '../plan/estimate.ts';
import { modelTiers } from '../spec/model-tiers.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { count } from './format.ts';
import { table } from './runs-format.ts';

/** What the tiers take of an estimate, where roles have more than one; else nothing. */
export function tierTable(estimate: PlanEstimate, { roles }: ResolvedSpec): string[] {
  const tiers = [...modelTiers, null].filter((tier) => roles.some((role) => role.tier === tier));
  if (tiers.length < 2) return [];
  const columns = [
    { title: 'tier' },
    { title: 'route' },
    { title: 'roles', right: true },
    { title: 'agents', right: true },
    { title: 'tasks', right: true },
    { title: 'cost', right: true },
  ];
  const rows = tiers.map((tier) => {
    const own = estimate.roles.filter((_, index) => roles[index].tier === tier);
    const routes = new Set(own.map(({ route }) => route));
    const [first, second] = routes;
    const unknown = own.some(({ tasks, costNanoUsd }) => tasks > 0 && costNanoUsd === null);
    const cost = own.map(({ costNanoUsd }) => costNanoUsd ?? noSpan).reduce(addSpans, noSpan);
    return [
      tier ?? 'none',
      second === undefined ? first : `${first} and ${count(routes.size - 1)} more`,
      count(own.length),
      count(own.reduce((sum, { agents }) => sum + agents, 0)),
      count(own.reduce((sum, { tasks }) => sum + tasks, 0)),
      unknown ? 'unknown' : moneyWords(cost.expected),
    ];
  });
  return [table(columns, rows)];
}
