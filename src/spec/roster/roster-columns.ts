/** What of an agent a roster can say. */
export type RosterField = 'name' | 'type' | 'tier' | 'description' | 'instructions' | 'agents';

/** What rosters call it, the surest name first; capitals, blanks and signs do not count. */
const columnNames: Readonly<Record<RosterField, readonly string[]>> = {
  name: ['name', 'agentname', 'agent', 'title', 'displayname', 'agentid', 'id', 'key', 'role'],
  type: [
    ...['type', 'agenttype', 'category', 'department', 'dept', 'domain', 'area', 'division'],
    ...['group', 'team', 'function', 'kind'],
  ],
  tier: ['complexity', 'complexitylevel', 'tier', 'modeltier', 'level', 'difficulty', 'class'],
  description: [
    ...['description', 'desc', 'purpose', 'responsibilities', 'responsibility', 'summary'],
    ...['task', 'tasks', 'goal', 'about'],
  ],
  instructions: ['instructions', 'systemprompt', 'system', 'prompt', 'persona'],
  agents: ['agents', 'count', 'instances', 'replicas', 'copies'],
};

/** Which column says what; what none says is left out. */
export type RosterColumns = Readonly<Partial<Record<RosterField, string>>>;

/** @param columns as the file writes them */
export function rosterColumns(columns: Iterable<string>): RosterColumns {
  const plain = [...columns].map((column) => [plainName(column), column] as const);
  const found: Partial<Record<RosterField, string>> = {};
  for (const [field, names] of Object.entries(columnNames)) {
    const name = names.find((each) => plain.some(([column]) => column === each));
    const column = plain.find(([column]) => column === name)?.[1];
    if (column !== undefined) found[field as RosterField] = column;
  }
  return found;
}

function plainName(column: string): string {
  return column.toLowerCase().replace(/[^a-z0-9]/g, '');
}
