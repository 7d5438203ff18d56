import { join } from 'node:path';
import { expect, it } from 'vitest';
import { agentFromRoster } from '../../src/spec/roster/agent-from-roster.ts';
import { loadRoster, parseRoster } from '../../src/spec/roster/load-roster.ts';
import { roleName } from '../../src/spec/roster/role-name.ts';
import { rosterSpec } from '../../src/spec/roster/roster-spec.ts';
import { specDocument } from '../../src/spec/spec-document.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

const header = 'name,type,complexity,description\n';
const clerk = 'Leave Clerk,HR,low,Answers how much leave is left\n';

/** `line what: why` of each entry that could not be taken. */
async function problems(text: string, file = 'r.csv'): Promise<string[]> {
  const { problems } = await parseRoster(text, file);
  return problems.map(({ line, title, why }) => `${line} ${title}: ${why}`);
}

it('an entry becomes a role with its tier, instructions and tag', async () => {
  const roster = await parseRoster(header + clerk, 'r.csv');
  expect(roster.problems).toEqual([]);
  expect(roster.agents).toEqual([
    {
      name: 'leave-clerk',
      title: 'Leave Clerk',
      type: 'HR',
      tier: 'simple',
      agents: 1,
      line: 2,
      role: {
        tier: 'simple',
        instructions: 'You are Leave Clerk (HR). Answers how much leave is left.',
        tags: ['hr'],
      },
    },
  ]);
});

it.each([
  ['agent_name;Department;Complexity Level\nA b;HR;Hard\n', 'complex'],
  ['Agent\tCATEGORY\ttier\nA b\tHR\tBalanced\n', 'balanced'],
  ['id,dept,level\nA b,HR,L1\n', 'simple'],
  ['\uFEFFAgent ID,Type,Difficulty\r\nA b,HR,3\r\n', 'complex'],
  ['Key,Team\nA b,HR\n', null],
])('%j is understood by the names of its columns', async (text, tier) => {
  const cwd = folder({ 'r.csv': text });
  const [agent] = (await loadRoster('r.csv', cwd)).agents;
  expect(agent).toMatchObject({ name: 'a-b', type: 'HR', tier, role: { tags: ['hr'] } });
});

it.each([
  ['[{"name":"A b","category":"HR","complexity":"high"}]', 1],
  ['{"version":3,"agents":[{"agent":"A b","type":"HR","tier":"complex"}]}', 1],
  ['{\n"agents":{\n"A b":{"type":"HR","level":3}}}', 3],
  ['{"A b":{"type":"HR","level":"expert"}}', 1],
  ['roster:\n  - id: A b\n    type: HR\n    complexity: critical\n', 2],
])('%j is a roster too', async (text, line) => {
  const { agents } = await parseRoster(text, text.startsWith('r') ? 'r.yaml' : 'r.json');
  expect(agents).toHaveLength(1);
  expect(agents[0]).toMatchObject({ name: 'a-b', type: 'HR', tier: 'complex', line });
});

it('own instructions and several of a kind are taken as they are', async () => {
  const { agents } = await parseRoster(
    'name,complexity,system_prompt,count\nA,low,"Say ""yes"", always.",40\nB,high,,\n',
    'r.csv',
  );
  expect(agents.map(({ agents, role }) => [agents, role])).toEqual([
    [40, { share: 40, tier: 'simple', instructions: 'Say "yes", always.' }],
    [1, { tier: 'complex', instructions: 'You are B.' }],
  ]);
  const { agents: total, workload } = rosterSpec({ file: '', agents, problems: [] }, 'x');
  expect([total, workload?.repeat]).toEqual([41, 41]);
});

it('what is wrong is left out with its line and the mend, and the rest is taken', async () => {
  const text = `${header}${clerk}Badge Printer,HR,hihg,x
,HR,low,x
leave clerk,HR,low,Again
役者,HR,low,x

# a comment
Porter,HR,low,Carries things, and people
Cook,Kitchen,,Cooks
Waiter,Kitchen,low
`;
  const roster = await parseRoster(text, 'r.csv');
  expect(roster.agents.map(({ name }) => name)).toEqual(['leave-clerk', 'waiter']);
  expect(await problems(text)).toEqual([
    '3 Badge Printer: the complexity `hihg` is no tier; did you mean `high`?',
    '4 null: it has no name',
    '5 leave clerk: an agent of this name stands on line 2; give it another one',
    '6 役者: nothing of its name can be a part of a file name: use letters or digits',
    '9 null: it has 5 fields and the header row 4; put a field that holds a `,` in quotes',
    '10 Cook: it has no complexity: write complex, balanced or simple',
  ]);
});

it('a quote that is not closed costs its own line alone', async () => {
  const text = `${header}"Badge Printer,HR,low,x\n${clerk}Por"ter,HR,low,x\n`;
  const roster = await parseRoster(text, 'r.csv');
  expect(roster.agents.map(({ name, line }) => [name, line])).toEqual([['leave-clerk', 3]]);
  expect(roster.problems.map(({ line }) => line)).toEqual([2, 4]);
});

it('a number is a grade, but not in a column of tiers', async () => {
  expect(await problems('name,tier\nA,1\n')).toEqual([
    '2 A: the tier `1` is no tier; write complex, balanced or simple',
  ]);
  expect(await problems('name,complexity,agents\nA,2,0\nB,4,1\n')).toEqual([
    '2 A: agents: expected a whole number from 1 to 10000, got "0"',
    '3 B: the complexity `4` is no tier; write complex, balanced or simple',
  ]);
});

it('entries of JSON that are none are told with their lines', async () => {
  expect(await problems('[\n{"name":"A","complexity":"low"},\n7,\n"B"\n]', 'r.json')).toEqual([
    '3 null: expected a mapping with a name and a complexity, got 7',
    '4 null: expected a mapping with a name and a complexity, got "B"',
  ]);
});

it.each([
  [
    'r.csv',
    'type,complexity\nHR,low\n',
    'r.csv: expected a column `name`, `agent` or `id`; there are: type, complexity',
  ],
  [
    'r.csv',
    'nmae,complexity\nA,low\n',
    'r.csv: expected a column `name`, `agent` or `id`; did you mean `nmae`?',
  ],
  ['r.csv', 'name,complexity\n', 'r.csv: expected a roster of agents, but it has none'],
  ['r.json', '{"name": 1}', 'r.json: expected a list of agents, got a mapping'],
  ['r.json', '[{]', /^r\.json:1: not valid JSON/],
])('%s with %j cannot be read', async (file, text, sentence) => {
  expect(await refusal(parseRoster(text, file))).toMatch(sentence);
});

it('an agent is found by the name of its role and by its own', async () => {
  const roster = await parseRoster(`${header}${clerk}Cook,Kitchen,,Cooks\n`, 'r.csv');
  expect(agentFromRoster('leave-clerk', roster).tier).toBe('simple');
  const { name, role } = agentFromRoster('Leave Clerk', roster);
  const spec = await resolved({ specFile: specDocument({ roles: { [name]: role } }) });
  expect(spec.roles[0]).toMatchObject({ name: 'leave-clerk', tier: 'simple', tags: ['hr'] });
  expect(await refusal(() => agentFromRoster('leave clerc', roster))).toBe(
    'r.csv: there is no agent `leave clerc`; did you mean `leave-clerk`?',
  );
  expect(await refusal(() => agentFromRoster('cook', roster))).toBe(
    'r.csv:3: cook: it has no complexity: write complex, balanced or simple',
  );
});

it.each([
  ['kaoz_17', 'kaoz_17'],
  ['Invoice Matching (EMEA)', 'invoice-matching-emea'],
  ['  --Ärger & Öl--  ', 'arger-ol'],
  ['x'.repeat(80), 'x'.repeat(64)],
  ['!?', ''],
])('%j is the role %j', (written, name) => {
  expect(roleName(written)).toBe(name);
});

it('the roster of the examples has its 131 agents in three tiers', async () => {
  const file = join(import.meta.dirname, '../../examples/roster-131/roster.csv');
  const { agents, problems } = await loadRoster(file);
  const of = (wanted: string) => agents.filter(({ tier }) => tier === wanted).length;
  expect([problems.length, of('complex'), of('balanced'), of('simple')]).toEqual([0, 31, 59, 41]);
});
