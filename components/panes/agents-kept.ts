import { AgentState, agentStateNames } from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { Filter } from '../filter/filter.ts';
import type { LiveRun } from '../live-run.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { heldBy } from './agent-held.ts';
import { agentName } from './agent-name.ts';

/** 1 for each agent that the filter keeps, by agent. */
export type Kept = Uint8Array;

/**
 * Which agents a filter keeps. A text is looked for in an agent's name, in its state, in what holds
 * it, in the tool that it is at, in its route and in its error, each by itself: `^kaoz_1$` finds one
 * agent.
 */
export class AgentsKept {
  private readonly run: Pick<LiveRun, 'agentsOf'>;
  private filter: Filter | null = null;
  /** Of each name, by agent: 1 for no, 2 for yes, 0 where it was not looked at. Names do not change. */
  private named = new Uint8Array(0);

  constructor(run: Pick<LiveRun, 'agentsOf'>) {
    this.run = run;
  }

  of(filter: Filter, snapshot: RunSnapshot): Kept {
    const kept = new Uint8Array(snapshot.agents.size);
    if (filter.query === null) this.byText(filter, snapshot, kept);
    else {
      const found = this.run.agentsOf({ query: filter.query });
      if (found.ok) for (const agent of found.agents) kept[agent] = 1;
    }
    return kept;
  }

  private byText(filter: Filter, snapshot: RunSnapshot, kept: Kept): void {
    const { agents, info, signatures, stages } = snapshot;
    if (this.filter !== filter || this.named.length !== agents.size) {
      this.filter = filter;
      this.named = new Uint8Array(agents.size);
    }
    // With a ! before it a filter keeps what it finds nowhere, else what it finds somewhere.
    const { inverse } = filter;
    const finds = (text: string) => filter.matches(oneLine(text)) !== inverse;
    const states = agentStateNames.map(finds);
    const routes = info.routes.map(({ name }) => finds(name));
    const errors = signatures.map((signature) => signature !== '' && finds(signature));
    const gates = info.roles.map((_, role) => {
      const gate = heldBy(snapshot, role);
      return gate !== null && finds(gate);
    });
    for (let agent = 0; agent < agents.size; agent++) {
      if (this.named[agent] === 0) this.named[agent] = finds(agentName(snapshot, agent)) ? 2 : 1;
      const found =
        this.named[agent] === 2 ||
        states[agents.shown[agent]] ||
        errors[agents.error[agent]] ||
        (agents.shown[agent] === AgentState.held && gates[agents.role[agent]]) ||
        (agents.shown[agent] === AgentState.tool && finds(stages.get(agent) ?? '')) ||
        (agents.task[agent] >= 0 && routes[agents.route[agent]]);
      kept[agent] = Number(found !== inverse);
    }
  }
}
