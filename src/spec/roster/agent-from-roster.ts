import { namesThereAre } from '../near-miss.ts';
import { UsageError } from '../usage-error.ts';
import type { Roster, RosterAgent } from './roster.ts';

/**
 * An agent of a roster by the name that its role has, or that the roster gives it. Its `role` can
 * stand in a spec as it is: `roles: { [agent.name]: agent.role }`.
 *
 * @throws UsageError with the near miss where the roster has none of that name, or with the reason
 *   where it has one that cannot be taken over
 */
export function agentFromRoster(name: string, { agents, problems, file }: Roster): RosterAgent {
  const wanted = name.trim().toLowerCase();
  const isWanted = (title: string | null) => title?.toLowerCase() === wanted;
  const found = agents.find(
    (agent) => agent.name.toLowerCase() === wanted || isWanted(agent.title),
  );
  if (found !== undefined) return found;
  const problem = problems.find(({ title }) => isWanted(title));
  if (problem !== undefined) {
    const where = problem.line === null ? file : `${file}:${problem.line}`;
    throw new UsageError(`${where}: ${name}: ${problem.why}`);
  }
  const names = agents.map((agent) => agent.name);
  throw new UsageError(`${file}: there is no agent \`${name}\`${namesThereAre(name, names)}`);
}
