import { modelTiers } from '../spec/model-tiers.ts';
import type { RunStarted } from './events.ts';
import { newSpend, type Spend } from './totals.ts';

/** What the roles of one tier took together. */
export interface TierSpend {
  /** Null of the roles that have none. */
  readonly tier: string | null;
  readonly spend: Spend;
}

/** The tiers that roles of a run have, complex first; null at last where some have none. */
export function tiersOf({ roles }: Pick<RunStarted, 'roles'>): (string | null)[] {
  const found = new Set(roles.map(({ tier }) => tier ?? null));
  const known = modelTiers.filter((tier) => found.delete(tier));
  const hasNone = found.delete(null);
  return [...known, ...found, ...(hasNone ? [null] : [])] as (string | null)[];
}

/** Who took how much by tier; nothing where there are no two to tell apart. */
export function spendByTier(
  info: Pick<RunStarted, 'roles'>,
  spendByRole: readonly Spend[],
): TierSpend[] {
  const tiers = tiersOf(info);
  if (tiers.length < 2) return [];
  const spends = new Map(tiers.map((tier) => [tier, newSpend()]));
  for (const [role, { tier = null }] of info.roles.entries()) {
    const sum = spends.get(tier) as Spend;
    const own = spendByRole[role];
    for (const figure of Object.keys(own) as (keyof Spend)[]) sum[figure] += own[figure];
  }
  return [...spends].map(([tier, spend]) => ({ tier, spend }));
}
