import { AgentState } from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { type AgentsView, cursorPlace } from './agents-view.ts';

/** What is looked for, the worst first. An agent that failed and waits for its next task is one too. */
const looked = [AgentState.failed, AgentState.poison, AgentState.retrying] as const;

/**
 * The agent that failed next after the cursor, in the order of the pane; after the last one that
 * failed come those that are poisoned, then those that retry, then the first one again. Null where
 * there is none.
 */
export function nextFailure(view: AgentsView, { agents }: RunSnapshot): number | null {
  const { order, kept } = view.lineup;
  const at = cursorPlace(view);
  const rankAt = (place: number) => {
    const agent = order[place];
    if (agents.isGone(agent) || (kept !== null && kept[agent] === 0)) return -1;
    return looked.indexOf(agents.state[agent] as (typeof looked)[number]);
  };
  const here = at < 0 ? -1 : rankAt(at);
  let next = -1;
  let nextWay = Number.POSITIVE_INFINITY;
  for (let place = 0; place < order.length; place++) {
    const rank = rankAt(place);
    if (rank < 0) continue;
    const later = place > at;
    // From elsewhere the way is to what is worst, from one of them on to the next.
    const lap =
      here < 0
        ? 2 * rank + Number(!later)
        : rank > here || (rank === here && later)
          ? rank
          : rank + looked.length;
    const way = lap * order.length + place;
    if (way >= nextWay) continue;
    next = order[place];
    nextWay = way;
  }
  return next < 0 ? null : next;
}
