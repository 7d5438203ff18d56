import { AgentState } from '../../src/state/agent-state.ts';

/** States from the one that asks most for a person to the one that asks least. */
const bySeverity = [
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

const severity = new Uint8Array(bySeverity.length);
bySeverity.forEach((state, rank) => {
  severity[state] = rank;
});

/** The worst state among the agents `first` to `end - 1`. */
export function worstState(shown: Uint8Array, first: number, end: number): number {
  let worst: number = AgentState.idle;
  for (let agent = first; agent < end; agent++)
    if (severity[shown[agent]] < severity[worst]) worst = shown[agent];
  return worst;
}
