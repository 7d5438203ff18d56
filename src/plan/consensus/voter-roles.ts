import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { ConsensusWorkload, QuestionItem } from '../../spec/work/consensus-workload.ts';
import { weightedTurns } from '../weighted-turns.ts';

/**
 * Who votes on each question, by index of the role, in the order in which they are asked. A mapping of roles
 * to numbers is mixed, so that the first few asked are of all roles; a number is spread over the roles
 * by their agents, on from one question to the next. A question that names a role is that role's.
 */
export function voterRoles(
  { roles }: Pick<ResolvedSpec, 'roles'>,
  { voters }: Pick<ConsensusWorkload, 'voters'>,
): (question: QuestionItem) => readonly number[] {
  const byName = new Map(roles.map(({ name }, index) => [name, index]));
  const spread = weightedTurns(roles.map(({ agents }) => agents));
  const mixed = typeof voters === 'number' ? null : mixedRoles(voters, byName);
  return ({ role }) => {
    const count = typeof voters === 'number' ? voters : (mixed as number[]).length;
    if (role !== undefined) return new Array<number>(count).fill(byName.get(role) as number);
    return mixed ?? Array.from({ length: count }, spread);
  };
}

function mixedRoles(
  voters: Readonly<Record<string, number>>,
  byName: ReadonlyMap<string, number>,
): number[] {
  const entries = Object.entries(voters);
  const next = weightedTurns(entries.map(([, count]) => count));
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  // Over as many turns as there are voters each role has its number exactly.
  return Array.from({ length: total }, () => byName.get(entries[next()][0]) as number);
}
