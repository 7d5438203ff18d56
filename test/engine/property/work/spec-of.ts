import type { ResolvedRole, ResolvedSpec } from '../../../../src/spec/resolved.ts';

/** All that the compilers of drawn work read of a spec besides the workload. */
export function specOf(roles: readonly Pick<ResolvedRole, 'name' | 'agents' | 'priority'>[]) {
  return {
    roles: roles.map((role) => ({ ...role, instructions: null })),
    budget: { usd: null, perAgentUsd: null, perDayUsd: null },
  } as unknown as ResolvedSpec;
}
