import type { PlanEstimate } from '../../plan/estimate.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';

/**
 * `counted by anthropic`; empty where no service has counted.
 *
 * @param counting routes whose service has
 */
export function counterWords(
  { roles }: PlanEstimate,
  counting: readonly Pick<ResolvedRoute, 'name' | 'provider'>[],
): string {
  if (counting.length === 0) return '';
  const services = [...new Set(counting.map(({ provider }) => provider))].join(' and ');
  const used = roles.filter(({ tasks }) => tasks > 0);
  const isAll = used.every(({ route }) => counting.some(({ name }) => name === route));
  return `counted ${isAll ? '' : 'in part '}by ${services}`;
}
