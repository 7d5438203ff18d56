import { mostAgents } from '../defaults.ts';
import { namesThereAre } from '../near-miss.ts';
import type { RoleSpec } from '../schema/spec.ts';
import { UsageError } from '../usage-error.ts';
import { valueWords } from '../value-words.ts';
import { roleName } from './role-name.ts';
import type { Roster, RosterAgent, RosterProblem, RosterRow, RosterRows } from './roster.ts';
import { type RosterColumns, rosterColumns } from './roster-columns.ts';
import { tierWord } from './tier-word.ts';

/**
 * The agents of a roster; an entry that cannot be one is a problem with its line, and the others are
 * taken.
 *
 * @throws UsageError where there is no entry, or none has a name
 */
export function readRoster({ rows, problems }: RosterRows, file: string): Roster {
  if (rows.length === 0) {
    const [first] = problems;
    const where = first?.line == null ? file : `${file}:${first.line}`;
    throw new UsageError(
      first === undefined
        ? `${file}: expected a roster of agents, but it has none`
        : `${where}: none of its agents can be read: ${first.why}`,
    );
  }
  const names = new Set(rows.flatMap(({ fields }) => Object.keys(fields)));
  const columns = rosterColumns(names);
  if (columns.name === undefined) {
    throw new UsageError(
      `${file}: expected a column \`name\`, \`agent\` or \`id\`${namesThereAre('name', names)}`,
    );
  }
  const agents: RosterAgent[] = [];
  const wrong = [...problems];
  const lines = new Map<string, number | null>();
  for (const row of rows) {
    const read = readEntry(row, columns, lines);
    if ('why' in read) wrong.push(read);
    else {
      agents.push(read);
      lines.set(read.name, read.line);
    }
  }
  return { file, agents, problems: wrong.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

/** @param lines of the names that are taken */
function readEntry(
  { line, fields }: RosterRow,
  columns: RosterColumns,
  lines: ReadonlyMap<string, number | null>,
): RosterAgent | RosterProblem {
  const text = (column: string | undefined) =>
    column === undefined ? '' : (fields[column] ?? '').trim();
  const title = text(columns.name);
  const problem = (why: string): RosterProblem => ({ line, title: title || null, why });
  if (title === '') return problem(`it has no ${columns.name}`);
  const name = roleName(title);
  if (name === '')
    return problem('nothing of its name can be a part of a file name: use letters or digits');
  const taken = lines.get(name);
  if (taken !== undefined)
    return problem(`an agent of this name stands on line ${taken ?? '?'}; give it another one`);
  const tier =
    columns.tier === undefined ? { tier: null } : tierWord(text(columns.tier), columns.tier);
  if ('why' in tier) return problem(tier.why);
  const written = text(columns.agents);
  const agents = written === '' ? 1 : Number(written);
  if (!Number.isInteger(agents) || agents < 1 || agents > mostAgents) {
    const range = `a whole number from 1 to ${mostAgents}`;
    return problem(`${columns.agents}: expected ${range}, got ${valueWords(written)}`);
  }
  const type = text(columns.type) || null;
  const role: RoleSpec = {
    ...(agents > 1 ? { share: agents } : {}),
    ...(tier.tier === null ? {} : { tier: tier.tier }),
    instructions: text(columns.instructions) || whoItIs(title, type, text(columns.description)),
    ...tagsOf(type),
  };
  return { name, title, type, tier: tier.tier, agents, role, line };
}

/** What a roster says of an agent, as its system message. */
function whoItIs(title: string, type: string | null, description: string): string {
  const who = `You are ${title}${type === null ? '' : ` (${type})`}.`;
  if (description === '') return who;
  return `${who} ${description}${/[.!?]$/.test(description) ? '' : '.'}`;
}

function tagsOf(type: string | null): Pick<RoleSpec, 'tags'> {
  const tag = type === null ? '' : roleName(type);
  return tag === '' ? {} : { tags: [tag] };
}
