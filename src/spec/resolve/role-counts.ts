import { UsageError } from '../usage-error.ts';
import type { Found, Layers } from './layers.ts';
import { splitAgents } from './split-agents.ts';
import { reducingRole } from './work/resolve-reduce.ts';

/** The exact number of agents that a role asks for; null where it takes a share. */
function countOf(layers: Layers, role: string): Found<number> | null {
  const count = layers.find(`roles.${role}.count`, ({ roles }) => roles?.[role]?.count);
  const share = layers.find(`roles.${role}.share`, ({ roles }) => roles?.[role]?.share);
  if (count === null || share === null) return count;
  if (count.rank === share.rank)
    throw new UsageError(
      `${count.where}: expected a count or a share, got both; leave one of them out`,
    );
  return count.rank < share.rank ? count : null;
}

/**
 * The agents of a run all of whose roles ask for a number; null where one takes a share, and where
 * agents are given as strongly.
 */
export function agentsByCounts(layers: Layers): number | null {
  const names = layers.roleNames();
  const counts = names.map((role) => countOf(layers, role));
  if (counts.length === 0) return null;
  const agents = layers.find('agents', (spec) => spec.agents);
  let sum = reducingRole(layers, names) === null ? 0 : 1;
  for (const count of counts) {
    if (count === null) return null;
    if (agents !== null && agents.rank <= count.rank) return null;
    sum += count.value;
  }
  return sum;
}

/**
 * The agents of each role: those with a count get just that, the others share what is left.
 *
 * @param names of the roles, in their order
 * @param brought roles that the work brings besides; each has one agent where nobody says otherwise
 * @throws UsageError where the counts do not fit the agents of the run
 */
export function agentsOfRoles(
  names: readonly string[],
  agents: number,
  layers: Layers,
  brought: ReadonlySet<string>,
): number[] {
  const where = layers.find('agents', (spec) => spec.agents)?.where ?? 'agents';
  if (agents < names.length) {
    throw new UsageError(
      `${where}: expected at least ${names.length} agents for ${names.length} roles, got ${agents}`,
    );
  }
  const shares = names.map((name) => {
    const share = layers.find(`roles.${name}.share`, ({ roles }) => roles?.[name]?.share);
    if (share) layers.record(`roles.${name}.share`, share.value, share.source);
    return share?.value ?? 1;
  });
  const counts = names.map((name) => {
    const count = countOf(layers, name);
    if (count !== null) layers.record(`roles.${name}.count`, count.value, count.source);
    return count?.value ?? (brought.has(name) ? 1 : null);
  });
  const taken = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const sharing = names.flatMap((_, index) => (counts[index] === null ? [index] : []));
  const left = agents - taken;
  if (left < sharing.length || (sharing.length === 0 && left !== 0)) {
    const wanted = taken + sharing.length;
    const words = sharing.length === 0 ? `${taken}` : `at least ${wanted}`;
    throw new UsageError(
      `${where}: expected ${words} agents, as the counts of the roles say, got ${agents}`,
    );
  }
  const parts = splitAgents(
    left,
    sharing.map((index) => shares[index]),
  );
  return counts.map((count, index) => count ?? parts[sharing.indexOf(index)]);
}
