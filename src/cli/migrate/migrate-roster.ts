import { parseRoster } from '../../spec/roster/load-roster.ts';
import { rosterSpec } from '../../spec/roster/roster-spec.ts';
import { UsageError } from '../../spec/usage-error.ts';
import type { Migration } from './migration.ts';

/** A roster of agents as a spec, with a role for each. */
export async function migrateRoster(text: string, file: string, title: string): Promise<Migration> {
  const roster = await parseRoster(text, file);
  const { agents, problems } = roster;
  const attention = problems.map(({ line, title: what, why }) => ({ line, what, why }));
  if (agents.length === 0) {
    const { line, what, why } = attention[0];
    const where = line === null ? file : `${file}:${line}`;
    throw new UsageError(
      `${where}: none of its agents can be taken over: ${what === null ? '' : `${what}: `}${why}`,
    );
  }
  const tiered = agents.some(({ tier }) => tier !== null);
  const untiered = ['it has no column of complexity, so that all agents take the model of the run'];
  return {
    kind: 'roster',
    unit: 'agent',
    total: agents.length + problems.length,
    ready: agents.length,
    attention,
    carried: [],
    spec: rosterSpec(roster, title),
    environment: {},
    comments: [
      'A role for each agent of the roster; its tier says which model it goes to.',
      'It runs on the simulator. For real: --provider ollama, openai, anthropic and so on.',
    ],
    needs: [
      ...(tiered ? [] : untiered),
      'a provider, as `provider` or --provider: until then it runs on the simulator',
      'models of yours for the tiers, where the usual ones will not do: tiers in the spec or in the settings',
      'work of yours in place of workload.prompts, which only has every agent introduce itself',
    ],
  };
}
