import type { RunSnapshot } from '../../src/state/snapshot.ts';

/** The name that an operator knows an agent by: `kaoz_17`. */
export function agentName({ info, agents }: RunSnapshot, agent: number): string {
  if (agent < 0 || agent >= agents.size) return `agent ${agent}`;
  return `${info.roles[agents.role[agent]].name}_${agents.number[agent]}`;
}

/** The same, without the number of one that is all of its role. */
export function ownName(snapshot: RunSnapshot, agent: number): string {
  const { info, agents } = snapshot;
  const role = agents.role[agent];
  return agents.roleSize(role) > 1 ? agentName(snapshot, agent) : info.roles[role].name;
}
