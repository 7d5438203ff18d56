import { describe, expect, it } from 'vitest';
import type { WorkflowsWorkload } from '../../src/spec/work/workflows-workload.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

/** The sentence about a workflow of these tasks, each on a line of its own from line 4 on. */
const about = (tasks: string, more = '') =>
  refusal(resolved({}, `workload:\n  workflow:\n    tasks:\n${lines(tasks)}${more}`));
const lines = (text: string) => text.replace(/^/gm, '      ').concat('\n');

const workloadOf = async (yaml: string, cwd = folder()) =>
  (await resolved({ cwd }, yaml)).workload as WorkflowsWorkload;

describe('what a workflow needs', () => {
  it('is a list, a single name, and what its templates name', async () => {
    const { definitions } = await workloadOf(`workload:
  workflow:
    vars: { city: Oslo }
    tasks:
      a: { prompt: "Go to {{vars.city}}" }
      b: { needs: a, prompt: b }
      c: { needs: [a, b], prompt: c }
      d: { prompt: "From {{tasks.c.text}}", when: "{{tasks.b.json.ok}}", system: "{{tasks.a.text}}" }
      e: { forEach: "{{tasks.a.json.cities}}", prompt: "{{item.name}} {{index}}" }
      f: { reduce: e, prompt: "{{texts}}" }
`);
    const [{ tasks }] = definitions;
    expect(tasks.map(({ needs }) => needs.map((need) => tasks[need].name).join())).toEqual([
      ...['', 'a', 'a,b', 'c,a,b', 'a', 'e'],
    ]);
  });

  it.each([
    [
      'a: { prompt: x }\nb: { needs: [aa], prompt: x }',
      'swarm.yaml:5: workload.workflow.tasks.b.needs[0]: unknown task `aa`; did you mean `a`?',
    ],
    [
      'draft: { prompt: x }\nreview: { needs: darft, prompt: x }',
      'swarm.yaml:5: workload.workflow.tasks.review.needs: unknown task `darft`; did you mean `draft`?',
    ],
    [
      'a: { needs: a, prompt: x }',
      'swarm.yaml:4: workload.workflow.tasks.a.needs: a task cannot need itself',
    ],
    [
      'a: { prompt: "{{tasks.a.text}}" }',
      'swarm.yaml:4: workload.workflow.tasks.a: {{tasks.a.…}} names the task itself',
    ],
    [
      'x: { prompt: x }\na: { needs: c, prompt: x }\nb: { needs: [x, a], prompt: x }\nc: { prompt: "{{tasks.b.text}}" }',
      'swarm.yaml:5: workload.workflow.tasks.a: tasks need each other in a circle: a -> c -> b -> a',
    ],
    [
      'a: { reduce: b, prompt: x }',
      'swarm.yaml:4: workload.workflow.tasks.a.reduce: unknown task `b`',
    ],
    ['a: { prompt: x }\na: { prompt: y }', 'swarm.yaml:5: not valid YAML: Map keys must be unique'],
    [
      'a: { prompt: x, role: writer }',
      'swarm.yaml:4: workload.workflow.tasks.a.role: unknown role `writer`; there are: agent',
    ],
    [
      'a: { prompt: x, retires: 3 }',
      'swarm.yaml:4: workload.workflow.tasks.a.retires: unknown field `retires`; did you mean `retries`?',
    ],
    [
      'a: { prompt: x, schema: { type: object } }',
      'swarm.yaml:4: workload.workflow.tasks.a.schema: expected a role with this schema (roles.NAME.schema) and its name as the role of the task, as tasks have none, got a mapping',
    ],
    [
      'a.b: { prompt: x }',
      'swarm.yaml:4: workload.workflow.tasks.a.b: expected a name of letters, digits, - and _, at most 64 characters, got "a.b"',
    ],
  ])('refuses %j', async (tasks, sentence) => {
    expect(await about(tasks)).toBe(sentence);
  });

  it('is at least one task', async () => {
    expect(await refusal(resolved({}, 'workload: { workflow: { tasks: {} } }'))).toBe(
      'swarm.yaml:1: workload.workflow.tasks: expected at least one task, got a mapping',
    );
  });
});

describe('what a template of a workflow names', () => {
  const draft = 'draft: { prompt: x }\nlist: { forEach: [1, 2], prompt: "{{item}}" }\n';

  it.each([
    [
      'prompt: "{{tasks.drft.text}}"',
      '{{tasks.drft.text}} names nothing; did you mean `tasks.draft.text`?',
    ],
    [
      'prompt: "{{tasks.draft}}"',
      '{{tasks.draft}} names nothing; did you mean `tasks.draft.text`?',
    ],
    [
      'prompt: "{{tasks.draft.txt}}"',
      '{{tasks.draft.txt}} names nothing; did you mean `tasks.draft.text`?',
    ],
    ['prompt: "{{vars.ctiy}}"', '{{vars.ctiy}} names nothing; did you mean `vars.city`?'],
    [
      'prompt: "{{vars.place.nmae}}"',
      '{{vars.place.nmae}} names nothing; did you mean `vars.place.name`?',
    ],
    ['prompt: "{{city}}"', '{{city}} names nothing; did you mean `vars.city`?'],
    [
      'prompt: "{{vars.first name}}"',
      '{{vars.first name}} names nothing; there are: vars.city, vars.place, tasks.draft.text, tasks.draft.json, tasks.list.texts, tasks.list.json, tasks.it.text, tasks.it.json',
    ],
    [
      'prompt: "{{item}}"',
      '{{item}} names nothing; only a task with forEach has it, in its prompt, system and when',
    ],
    ['prompt: "{{texts}}"', '{{texts}} names nothing; only a task with reduce has it'],
    [
      'prompt: "{{tasks.list.text}}"',
      '{{tasks.list.text}} names nothing; list is done once for each item, write {{tasks.list.texts}} for all of them',
    ],
    [
      'prompt: "{{tasks.draft.texts}}"',
      '{{tasks.draft.texts}} names nothing; draft is done once, write {{tasks.draft.text}}',
    ],
  ])('refuses %s', async (field, sentence) => {
    const vars = '    vars: { city: Oslo, place: { name: Grünerløkka } }\n';
    expect(await about(`${draft}it: { ${field} }`, vars)).toBe(
      `swarm.yaml:6: workload.workflow.tasks.it.prompt: ${sentence}`,
    );
  });

  it('takes braces that are no names, and escaped ones, as they are', async () => {
    await resolved(
      {},
      'workload: { workflow: { tasks: { a: { prompt: "{{ x + 1 }} \\\\{{vars.x}}" } } } }',
    );
  });

  it.each([
    [
      '"all of {{tasks.draft.json}}"',
      'expected a list, {{vars.NAME}} or {{tasks.NAME.json}} and nothing beside, got "all of {{tasks.draft.json}}"',
    ],
    [
      '"{{tasks.draft.text}}"',
      'expected a list, {{vars.NAME}} or {{tasks.NAME.json}} and nothing beside, got "{{tasks.draft.text}}"',
    ],
    ['"{{vars.city}}"', 'expected {{vars.city}} to be a list'],
    ['12', 'expected a list, or a template of one, got 12'],
  ])('refuses the list %s', async (list, sentence) => {
    const tasks = `${draft}it: { forEach: ${list}, prompt: x }`;
    expect(await about(tasks, '    vars: { city: Oslo }\n')).toBe(
      `swarm.yaml:6: workload.workflow.tasks.it.forEach: ${sentence}`,
    );
  });
});

describe('a condition', () => {
  it.each([
    ['{{vars.city}} = 1', 'expected and, or, or the end, got `=`; did you mean `==`?'],
    ['vars.city == 1', 'expected a value, got `vars.city`; write {{vars.city}}'],
    ['{{vars.city}} == Oslo', 'expected a value, got `Oslo`; a text stands in quotes, "Oslo"'],
    ['{{vars.city}} == "Oslo', 'expected a value, got `"`; a quote is not closed'],
    ['{{vars.city}} ==', 'expected a value, but it ends there'],
    ['not', 'expected a value, but it ends there'],
    ['({{vars.city}} == "Oslo"', 'expected a closing ), but it ends there'],
    ['{{vars.city}} {{vars.city}}', 'expected and, or, or the end, got `{{vars.city}}`'],
    [
      '{{vars.town}}',
      '{{vars.town}} names nothing; there are: vars.city, tasks.a.text, tasks.a.json',
    ],
    [
      '{{item}} > 1',
      '{{item}} names nothing; only a task with forEach has it, in its prompt, system and when',
    ],
  ])('refuses %s', async (when, sentence) => {
    const tasks = `a: { prompt: x, when: '${when}' }`;
    expect(await about(tasks, '    vars: { city: Oslo }\n')).toBe(
      `swarm.yaml:4: workload.workflow.tasks.a.when: ${sentence}`,
    );
  });
});

describe('workflows in files', () => {
  const files = {
    'hr.yaml': `vars: { seat: Clerk }
roles: { reader: { instructions: "You read CVs." } }
budget: { usd: 0.5 }
retries: 1
tasks:
  read: { role: reader, prompt: "Read for {{vars.seat}}", timeoutSeconds: 20 }
`,
    'finance.json': JSON.stringify({
      name: 'money',
      roles: { reader: { instructions: 'You read invoices.', model: 'sim-large' } },
      tasks: { read: { role: 'reader', prompt: 'Read' }, pay: { needs: 'read', prompt: 'Pay' } },
    }),
  };

  it('are called after their files, and each has its own role where they differ', async () => {
    const spec = await resolved(
      { cwd: folder(files) },
      'workload: { workflows: [ ./hr.yaml, ./finance.json ], atOnce: 1 }',
    );
    const { definitions, instances, atOnce, source } = spec.workload as WorkflowsWorkload;
    expect(instances.map(({ name }) => name)).toEqual(['hr', 'money']);
    expect([atOnce, source]).toEqual([1, '2 workflows']);
    expect(spec.roles.map(({ name, instructions }) => [name, instructions])).toEqual([
      ['hr-reader', 'You read CVs.'],
      ['money-reader', 'You read invoices.'],
    ]);
    expect(definitions.map(({ tasks }) => tasks.map(({ role }) => role))).toEqual([
      ['hr-reader'],
      ['money-reader', null],
    ]);
    expect(definitions.map(({ roles, budgetUsd }) => [roles, budgetUsd])).toEqual([
      [['hr-reader'], 0.5],
      [['money-reader'], null],
    ]);
    expect(definitions[0].tasks[0]).toMatchObject({ timeoutSeconds: 20, retries: 1 });
  });

  it('bring their roles under those of the spec', async () => {
    const spec = await resolved(
      { cwd: folder(files) },
      'roles: { reader: { share: 3, model: sim-large } }\nworkload: { workflow: ./hr.yaml }',
    );
    expect(spec.roles).toHaveLength(1);
    expect(spec.roles[0]).toMatchObject({ name: 'reader', instructions: 'You read CVs.' });
    expect(spec.routes[spec.roles[0].routes[0]].model).toBe('sim-large');
  });

  it('are the spec of a run of them alone', async () => {
    const spec = await resolved({}, `name: hr\n${files['hr.yaml']}`);
    const { instances, source } = spec.workload as WorkflowsWorkload;
    expect([spec.name, source]).toEqual(['hr', 'workflow hr']);
    expect(instances.map(({ name }) => name)).toEqual(['hr']);
    expect(spec.roles.map(({ name, instructions }) => [name, instructions])).toEqual([
      ['reader', 'You read CVs.'],
    ]);
  });

  it.each([
    [
      'tasks:\n  a: { prompt: "{{vars.x}}" }',
      'swarm.yaml:2: tasks.a.prompt: {{vars.x}} names nothing; there are: tasks.a.text, tasks.a.json',
    ],
    ['provider: openai\ntasks: { a: { prompt: x } }', 'swarm.yaml:1: provider: unknown field'],
    ['tasks: {}', 'swarm.yaml:1: tasks: expected at least one task'],
  ])('are refused alone with their own lines: %s', async (yaml, sentence) => {
    expect(await refusal(resolved({}, yaml))).toContain(sentence);
  });

  it.each([
    ['[ ./hr.yaml, ./no.yaml ]', {}, './no.yaml: expected a workflow, but there is no such file'],
    [
      '[ ./hr.yaml, { name: hr, tasks: { a: { prompt: x } } } ]',
      {},
      'swarm.yaml:1: workload.workflows[1].name: the name hr is taken by ./hr.yaml: name; names must differ',
    ],
    [
      '[ ./a b.yaml ]',
      { 'a b.yaml': 'tasks: { a: { prompt: x } }' },
      './a b.yaml: a workflow cannot be called after its file; give it a name of letters, digits, - and _',
    ],
    [
      '[ ./bad.yaml ]',
      { 'bad.yaml': 'tasks:\n  a: { prompt: "{{vars.x}}" }' },
      './bad.yaml:2: tasks.a.prompt: {{vars.x}} names nothing; there are: tasks.a.text, tasks.a.json',
    ],
    [
      '[ ./bad.yaml ]',
      { 'bad.yaml': 'roles:\n  reader: { modle: x }\ntasks: { a: { prompt: x } }' },
      './bad.yaml:2: roles.reader.modle: unknown field `modle`; did you mean `model`?',
    ],
    [
      '[ ./bad.yaml ]',
      { 'bad.yaml': 'roles:\n  reader: { provider: opnai }\ntasks: { a: { prompt: x } }' },
      './bad.yaml:2: roles.reader.provider: unknown provider `opnai`; did you mean `openai`?',
    ],
    [
      '[]',
      {},
      'swarm.yaml:1: workload.workflows: expected at least one workflow, got an empty list',
    ],
  ])('refuses %s', async (written, more, sentence) => {
    const cwd = folder({ ...files, ...more });
    expect(await refusal(resolved({ cwd }, `workload: { workflows: ${written} }`))).toContain(
      sentence,
    );
  });
});

describe('many workflows of one', () => {
  const names = async (yaml: string, files = {}) =>
    (await workloadOf(yaml, folder(files))).instances.map(({ name, vars }) => [name, vars]);
  const tasks = 'tasks: { a: { prompt: "Greet {{vars.who}}" } }';

  it('are named by their number', async () => {
    const yaml = `workload: { repeat: 3, workflow: { name: hr, vars: { who: Ann }, ${tasks} } }`;
    expect(await names(yaml)).toEqual([
      ['hr', {}],
      ['hr-2', {}],
      ['hr-3', {}],
    ]);
    const unnamed = await names(
      `workload: { repeat: 2, workflow: { vars: { who: A }, ${tasks} } }`,
    );
    expect(unnamed.map(([name]) => name)).toEqual(['workflow', 'workflow-2']);
  });

  it.each([
    ['rows.jsonl', '{"who":"Ann","id":"ann"}\n\n{"who":"Bo","years":[1,2]}\n'],
    ['rows.csv', 'who,id\nAnn,ann\nBo,\n'],
  ])('have a row of %s each', async (file, text) => {
    const yaml = `workload: { workflow: { name: hr, inputs: ./${file}, ${tasks} } }`;
    const rows = await names(yaml, { [file]: text });
    expect(rows.map(([name]) => name)).toEqual(['hr-ann', 'hr-2']);
    expect(rows.map(([, vars]) => (vars as { who: string }).who)).toEqual(['Ann', 'Bo']);
  });

  it.each([
    [
      '[{ who: Ann }, { name: Bo }]',
      'swarm.yaml:1: workload.workflow.tasks.a.prompt: {{vars.who}} names nothing for swarm.yaml:1: workload.workflow.inputs[1]; there are: vars.name',
    ],
    [
      '[{ who: Ann, id: a/b }]',
      'swarm.yaml:1: workload.workflow.inputs[0]: id: expected letters, digits, - and _, at most 64 characters, got "a/b"',
    ],
    [
      '[{ who: Ann, id: a }, { who: Bo, id: a }]',
      'swarm.yaml:1: workload.workflow.inputs[1]: the name hr-a is taken by another workflow; names must differ',
    ],
    ['./rows.txt', './rows.txt: expected inputs as JSONL or CSV, got a .txt file'],
    ['./rows.jsonl', './rows.jsonl:1: expected one JSON object, got a list'],
  ])('refuses the rows %s', async (inputs, sentence) => {
    const yaml = `workload: { workflow: { name: hr, inputs: ${inputs}, ${tasks} } }`;
    const cwd = folder({ 'rows.jsonl': '[1]\n' });
    expect(await refusal(resolved({ cwd }, yaml))).toBe(sentence);
  });
});
