import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { builtInPresets } from '../../presets/index.ts';
import { type MigrateOptions, migrateCommand } from '../../src/cli/migrate.ts';
import type { Environment } from '../../src/spec/environment.ts';
import { resolveSpec } from '../../src/spec/resolve-spec.ts';
import { loadSpecDocument } from '../../src/spec/spec-document.ts';
import { captured, folder, refusal } from '../helpers/spec.ts';

const examples = join(import.meta.dirname, '../../examples/roster-131');

beforeEach(() => {
  const before = process.env.SWARMDECK_HOME;
  process.env.SWARMDECK_HOME = folder();
  onTestFinished(() => {
    if (before === undefined) delete process.env.SWARMDECK_HOME;
    else process.env.SWARMDECK_HOME = before;
  });
});

/** A migration of a file in a directory of its own, as the operator sees it. */
async function migrate(file: string, text: string, options: MigrateOptions = {}, code = 0) {
  const directory = folder({ [file]: text });
  const streams = captured();
  expect(await migrateCommand(join(directory, file), options, streams)).toBe(code);
  return { directory, ...streams.texts };
}

/** What `run --dry-run` makes of a spec. */
async function accepted(spec: string, environment: Environment = {}) {
  const specFile = await loadSpecDocument(spec);
  return (await resolveSpec({ specFile, environment, presets: builtInPresets })).spec;
}

const azure = `# the old swarm
PROJECT_ENDPOINT=https://res.services.ai.azure.com/api/projects/cathedral
PROJECT_API_KEY="key-secret-1"
AGENT_ID_KAOZ=asst_abc
export AGENT_ID_ORDER = 'order-bot:3'
MAX_PARALLEL_AGENTS=500
BATCH_SIZE=100
CONNECTION_POOL_SIZE=200
MAX_CONCURRENT_TASKS=250
OLLAMA_URL=http://localhost:11434
OLLAMA_DEFAULT_MODEL=tinyllama
MAX_OLLAMA_CONNECTIONS=4
BACKEND_URL=http://backend:3000/events?token=secret-2
LOG_LEVEL=WARNING
`;

describe('an old .env', () => {
  it('becomes a spec that a run accepts, with what it said where it belongs', async () => {
    const { directory, stdout } = await migrate('.env', azure);
    const file = join(directory, 'env.swarm.yaml');
    const spec = await accepted(file);
    expect(spec).toMatchObject({
      name: 'env',
      agents: 500,
      batch: 100,
      concurrency: { min: 250, max: 250, auto: false },
      logLevel: 'warn',
    });
    expect(spec.roles.map(({ name, agents }) => [name, agents])).toEqual([
      ['kaoz', 250],
      ['order', 250],
    ]);
    expect(spec.routes).toMatchObject([
      {
        provider: 'azure-agents',
        baseUrl: 'https://res.services.ai.azure.com/api/projects/cathedral',
        pool: 200,
        agent: { id: 'asst_abc', api: 'classic' },
      },
      { agent: { id: 'order-bot', version: '3', api: 'agents' } },
    ]);
    expect(stdout).toMatch(/: 13 variables, 13 ready, 0 need attention$/m);
    expect(stdout).toMatch(/^ {2}line 4 +AGENT_ID_KAOZ +roles\.kaoz\.agentId$/m);
    expect(stdout).toMatch(/^ {2}– +azure-agents\/asst_abc +kaoz +250$/m);
    expect(stdout).toMatch(/^ {2}PROJECT_API_KEY, in the environment or in \.env$/m);
  });

  it('gives no secret away, and names where the key is found', async () => {
    const { directory, stdout } = await migrate('.env', azure);
    const text = readFileSync(join(directory, 'env.swarm.yaml'), 'utf8');
    expect(text).toContain('env:PROJECT_API_KEY');
    expect(text + stdout).not.toMatch(/secret/);
    const spec = await accepted(join(directory, 'env.swarm.yaml'), { PROJECT_API_KEY: 'k' });
    expect(spec.routes[0].key).toBe('env:PROJECT_API_KEY');
  });

  it('of an Ollama goes to that Ollama', async () => {
    const { directory } = await migrate(
      'local.env',
      'OLLAMA_URL=http://10.0.0.7:11434\nOLLAMA_DEFAULT_MODEL=tinyllama\nMAX_OLLAMA_CONNECTIONS=4\nAGENT_NAME=scout\nAGENT_TYPE=data analyst\n',
    );
    const spec = await accepted(join(directory, 'local.swarm.yaml'));
    expect(spec.routes).toMatchObject([
      { name: 'ollama/tinyllama', baseUrl: 'http://10.0.0.7:11434', pool: 4, maxConnections: 4 },
    ]);
    expect(spec.roles).toMatchObject([{ name: 'scout', tags: ['data-analyst'] }]);
  });

  it('without a service runs on the simulator', async () => {
    const { directory, stdout } = await migrate('settings.txt', 'MAX_PARALLEL_AGENTS=7\n');
    expect(await accepted(join(directory, 'settings.swarm.yaml'))).toMatchObject({
      agents: 7,
      routes: [{ provider: 'simulator' }],
    });
    expect(stdout).toMatch(/a provider: none can be reached by this file/);
  });

  it('that is broken says so line by line, and what is left is accepted', async () => {
    const text = `PROJECT_ENDPOINT=<your endpoint>
AGENT_ID_KAOZ=asst_abc
AGENT_ID_kaoz=asst_def
AGENT_ID_EMPTY=
MAX_PARALLEL_AGENTS=lots
BATCH_SIZE=5
what is this
BATCH_SIZE=9
DATABASE_URL=postgres://me:secret@db/x
AZURE_CLIENT_SECRET=secret
`;
    const { directory, stdout } = await migrate('.env', text, { json: true });
    const report = JSON.parse(stdout);
    const told = report.attention.map(
      ({ line, what, why }: Record<string, unknown>) => `${line} ${what}: ${why}`,
    );
    expect(told).toEqual([
      expect.stringMatching(/^1 PROJECT_ENDPOINT: its value is a placeholder/),
      '3 AGENT_ID_kaoz: there is a role kaoz already; give it another name',
      '4 AGENT_ID_EMPTY: it is empty, which is as if it were not set',
      expect.stringMatching(/^5 MAX_PARALLEL_AGENTS: expected a whole number .*mend it there$/),
      '6 BATCH_SIZE: it is set again on line 8, which counts',
      '7 null: expected NAME=value; the line is left out',
      '9 DATABASE_URL: swarmdeck does not know it; it is left out',
      expect.stringMatching(/^10 AZURE_CLIENT_SECRET: it is read of the process/),
    ]);
    expect(report).toMatchObject({ total: 10, ready: 2, kind: 'environment' });
    expect(stdout).not.toMatch(/me:secret|=secret/);
    const spec = await accepted(join(directory, 'env.swarm.yaml'));
    expect(spec).toMatchObject({ batch: 9, roles: [{ name: 'kaoz' }] });
  });

  it('with fewer agents than roles has one for each', async () => {
    const text = `${azure}MAX_PARALLEL_AGENTS=1\n`;
    const { directory, stdout } = await migrate('.env', text);
    expect((await accepted(join(directory, 'env.swarm.yaml'))).agents).toBe(2);
    expect(stdout).toMatch(/line 15 +MAX_PARALLEL_AGENTS: too few for 2 roles/);
  });

  it('whose agents have no project is told what is missing', async () => {
    const { directory, stdout } = await migrate('.env', 'AGENT_ID_KAOZ=asst_abc\n');
    expect(stdout).toMatch(/PROJECT_ENDPOINT: .*has no address of its own/);
    expect((await accepted(join(directory, 'env.swarm.yaml'))).routes[0].provider).toBe(
      'simulator',
    );
  });
});

describe('a roster', () => {
  it('of 131 agents becomes 131 roles in three tiers', async () => {
    const text = readFileSync(join(examples, 'roster.csv'), 'utf8');
    const { directory, stdout } = await migrate('roster.csv', text);
    const made = readFileSync(join(directory, 'roster.swarm.yaml'), 'utf8');
    expect(made).toBe(readFileSync(join(examples, 'roster.swarm.yaml'), 'utf8'));
    const spec = await accepted(join(directory, 'roster.swarm.yaml'));
    expect(spec.roles).toHaveLength(131);
    expect(spec.routes.map(({ name }) => name).toSorted()).toEqual([
      'simulator/sim-large',
      'simulator/sim-medium',
      'simulator/sim-small',
    ]);
    expect(stdout).toMatch(/: 131 agents, 131 ready, 0 need attention$/m);
    expect(stdout).toMatch(/^ {2}complex +simulator\/sim-large +31 +31$/m);
    expect(stdout).toMatch(/^ {2}balanced +simulator\/sim-medium +59 +59$/m);
    expect(stdout).toMatch(/^ {2}simple +simulator\/sim-small +41 +41$/m);
    expect(stdout).toMatch(/^ {2}by type: finance 14,/m);
  });

  it('that is broken is taken as far as it can be read', async () => {
    const text = 'agent,complexity\nKaoz,high\nOrder,hihg\n"Critic,low\nScout,low\n';
    const { directory, stdout } = await migrate('old.csv', text);
    const spec = await accepted(join(directory, 'old.swarm.yaml'));
    expect(spec.roles.map(({ name, tier }) => [name, tier])).toEqual([
      ['kaoz', 'complex'],
      ['scout', 'simple'],
    ]);
    expect(stdout).toMatch(/: 4 agents, 2 ready, 2 need attention$/m);
    expect(stdout).toMatch(
      /line 3 +Order: the complexity `hihg` is no tier; did you mean `high`\?/,
    );
    expect(stdout).toMatch(/line 4 +expected a closing quote/);
  });

  it('without complexities is of the model of the run', async () => {
    const { directory, stdout } = await migrate('r.json', '[{"name":"Kaoz"},{"name":"Order"}]');
    const { roles } = await accepted(join(directory, 'r.swarm.yaml'));
    expect(roles.map(({ tier }) => tier)).toEqual([null, null]);
    expect(stdout).toMatch(/it has no column of complexity/);
  });

  it('tells the models that the settings have for its tiers', async () => {
    const settings = { tiers: { simulator: { simple: 'mine' } } };
    writeFileSync(
      join(process.env.SWARMDECK_HOME ?? '', 'settings.json'),
      JSON.stringify(settings),
    );
    const { stdout } = await migrate('r.csv', 'name,tier\nKaoz,simple\n', { json: true });
    expect(JSON.parse(stdout).plan).toEqual([
      { tier: 'simple', route: 'simulator/mine', model: 'mine', roles: ['kaoz'], agents: 1 },
    ]);
  });
});

describe('where the spec goes', () => {
  const roster = 'name,tier\nKaoz,simple\n';

  it('is stdout for -, with the report beside it', async () => {
    const { directory, stdout, stderr } = await migrate('r.csv', roster, { out: '-' });
    expect(stdout).toMatch(/^# Made from r\.csv[\s\S]*\nroles:\n {2}kaoz:\n {4}tier: simple\n/);
    expect(stderr).toMatch(/1 agent, 1 ready/);
    expect(existsSync(join(directory, 'r.swarm.yaml'))).toBe(false);
  });

  it('is never a file that is there, unless --yes says so', async () => {
    const directory = folder({ 'r.csv': roster, 'mine.yaml': 'name: mine\n' });
    const out = join(directory, 'mine.yaml');
    const again = (yes: boolean) =>
      migrateCommand(join(directory, 'r.csv'), { out, yes }, captured());
    expect(await refusal(again(false))).toBe(
      `${out}: this file is there already; --yes writes over it, --out FILE writes another one`,
    );
    expect(readFileSync(out, 'utf8')).toBe('name: mine\n');
    expect(await again(true)).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('kaoz');
  });
});

it.each([
  ['r.csv', 'type,tier\nHR,low\n', /expected a column `name`/],
  ['r.csv', 'name,tier\nA,x\nB,y\n', /:2: none of its agents can be taken over: A: the tier `x`/],
  ['r.json', '[{"name":', /not valid JSON/],
  ['.env', '# nothing\n', /expected variables as NAME=value, but there are none/],
])('%s with %j cannot be read, and nothing is written', async (file, text, sentence) => {
  const directory = folder({ [file]: text });
  const work = migrateCommand(join(directory, file), {}, captured());
  expect(await refusal(work)).toMatch(sentence);
  expect(existsSync(join(directory, 'r.swarm.yaml'))).toBe(false);
});

it('a file that is not there is said to be missing', async () => {
  expect(await refusal(migrateCommand('/no/such/roster.csv', {}, captured()))).toBe(
    '/no/such/roster.csv: expected an old .env or a roster of agents, but there is no such file',
  );
});
