import { agentStateNames } from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { tiersOf } from '../../src/state/spend-by-tier.ts';
import { stateStyles } from '../glyphs.ts';
import { Tone } from '../painter/style.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { GroupBy } from './agents-view.ts';
import { bySeverity, severity } from './worst-state.ts';

/** Agents that stand together. */
export interface AgentsGroup {
  readonly name: string;
  readonly agents: number;
  readonly style: number;
  /** The state that they are all in, where they are grouped by it. */
  readonly state: number | null;
}

/** Groups that there can be, and which of them an agent is in. */
interface Grouping {
  readonly size: number;
  groupOf(agent: number): number;
  /** Of a group that has agents. */
  look(group: number): Omit<AgentsGroup, 'agents'>;
}

/**
 * Moves the agents of each group together, those of one group in the order they had, and gives the
 * groups that have any: the worst state first, the most frequent error first, complex before simple,
 * roles and routes in their own order.
 *
 * @param order changed in place
 */
export function groupAgents(order: Int32Array, snapshot: RunSnapshot, by: GroupBy): AgentsGroup[] {
  const { size, groupOf, look } = groupingOf(snapshot, by);
  const counts = new Int32Array(size);
  for (let i = 0; i < order.length; i++) counts[groupOf(order[i])]++;
  const present = [...counts.keys()].filter((group) => counts[group] > 0);
  // What has no error says the least, however many they are.
  if (by === 'error')
    present.sort((a, b) => Number(a === 0) - Number(b === 0) || counts[b] - counts[a] || a - b);
  const next = new Int32Array(size);
  let first = 0;
  for (const group of present) {
    next[group] = first;
    first += counts[group];
  }
  const before = order.slice();
  for (let i = 0; i < before.length; i++) order[next[groupOf(before[i])]++] = before[i];
  return present.map((group) => ({ ...look(group), agents: counts[group] }));
}

function groupingOf({ agents, info, signatures }: RunSnapshot, by: GroupBy): Grouping {
  const plain = (name: string) => ({ name: oneLine(name), style: Tone.fg, state: null });
  switch (by) {
    case 'none':
      return { size: 1, groupOf: () => 0, look: () => plain('') };
    case 'role':
      return {
        size: info.roles.length,
        groupOf: (agent) => agents.role[agent],
        look: (role) => plain(info.roles[role].name),
      };
    case 'tier': {
      const tiers = tiersOf(info);
      const ofRole = info.roles.map(({ tier = null }) => tiers.indexOf(tier));
      return {
        size: tiers.length,
        groupOf: (agent) => ofRole[agents.role[agent]],
        look(index) {
          const tier = tiers[index];
          return tier === null ? { ...plain('no tier'), style: Tone.dim } : plain(tier);
        },
      };
    }
    case 'status':
      return {
        size: bySeverity.length,
        groupOf: (agent) => severity[agents.shown[agent]],
        look(rank) {
          const state = bySeverity[rank];
          return { name: agentStateNames[state], style: stateStyles[state], state };
        },
      };
    case 'route':
      return {
        size: info.routes.length + 1,
        groupOf: (agent) => (agents.task[agent] < 0 ? info.routes.length : agents.route[agent]),
        look: (route) =>
          route < info.routes.length
            ? plain(info.routes[route].name)
            : { ...plain('no call yet'), style: Tone.dim },
      };
    case 'error':
      return {
        size: signatures.length,
        groupOf: (agent) => agents.error[agent],
        look: (error) =>
          error === 0
            ? { ...plain('no error'), style: Tone.dim }
            : { ...plain(signatures[error]), style: Tone.warn },
      };
  }
}
