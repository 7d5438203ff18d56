import type { AgentColumns } from '../../src/state/agent-columns.ts';
import { AgentState } from '../../src/state/agent-state.ts';

/** States from the one that asks most for a person to the one that asks least. */
export const bySeverity = [
  AgentState.poison,
  AgentState.failed,
  AgentState.held,
  AgentState.retrying,
  AgentState.waiting,
  AgentState.connecting,
  AgentState.tool,
  AgentState.streaming,
  AgentState.queued,
  AgentState.cancelled,
  AgentState.done,
  AgentState.idle,
];

/** Rank of each state by its code; 0 is the worst. */
export const severity = new Uint8Array(bySeverity.length);
bySeverity.forEach((state, rank) => {
  severity[state] = rank;
});

/**
 * The worst state among the agents in the places `first` to `end - 1` of the grid; -1 where all are
 * gone.
 *
 * @param kept by agent, 0 for those that are not to be looked at
 */
export function worstState(
  agents: AgentColumns,
  order: Int32Array,
  first: number,
  end: number,
  kept: Uint8Array | null = null,
): number {
  let worst = -1;
  for (let place = first; place < end; place++) {
    const agent = order[place];
    const state = agents.shown[agent];
    if (worst >= 0 && severity[state] >= severity[worst]) continue;
    if (kept !== null && kept[agent] === 0) continue;
    if (!agents.isGone(agent)) worst = state;
  }
  return worst;
}
