import type { Spec } from '../schema/spec.ts';
import type { Roster } from './roster.ts';

/** What each agent is asked where nobody has said what the work is: it shows that all of them answer. */
export const firstPrompt =
  'Introduce yourself: say in two sentences what you do, and name the first thing that you need.';

/**
 * A spec of all agents of a roster: a role for each, because each has instructions of its own, and
 * one prompt for every agent as work to begin with. It names no provider, so that it runs on the
 * simulator until somebody says which.
 */
export function rosterSpec({ agents }: Roster, name: string): Spec {
  const total = agents.reduce((sum, agent) => sum + agent.agents, 0);
  return {
    name,
    agents: total,
    roles: Object.fromEntries(agents.map(({ name, role }) => [name, role])),
    workload: { prompts: [firstPrompt], ...(total > 1 ? { repeat: total } : {}) },
  };
}
