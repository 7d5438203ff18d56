import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { providerNames } from '../../src/spec/providers.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));

let directory: WorkingDirectory;
beforeEach(() => {
  directory = new WorkingDirectory();
});
afterEach(() => directory.clear());

const onServices = ['cathedral.yaml'];

test.each(
  readdirSync(folder).filter((file) => file.endsWith('.yaml') && !onServices.includes(file)),
)('examples/%s runs as it is, on the embedded simulator', async (file) => {
  const { code, stderr } = await directory.run(['run', `${folder}${file}`, '--out', 'out']);
  expect(code, stderr).toBe(0);
  expect(directory.lines('out/results.jsonl').every((line) => line.status === 'done')).toBe(true);
});

test('examples/cathedral.yaml runs 400 kaoz and 100 order on a project of Azure', async () => {
  const simulator = await startSimulator({ firstTokenMs: 20, outputTokens: 5 });
  try {
    const { code, stderr } = await directory.run(
      ['run', `${folder}cathedral.yaml`, '--out', 'out', '--verbose', '--budget', '5'],
      {
        PROJECT_ENDPOINT: `${simulator.url}/api/projects/p`,
        PROJECT_API_KEY: 'k',
        AGENT_ID_KAOZ: 'asst_kaoz',
        AGENT_ID_ORDER: 'order-bot:1',
      },
    );
    expect(code, stderr).toBe(0);
    const results = directory.lines('out/results.jsonl');
    expect(results).toHaveLength(500);
    expect(results.every(({ status }) => status === 'done')).toBe(true);
    expect(results.filter(({ role }) => role === 'kaoz')).toHaveLength(400);
    expect(directory.json('out/metrics.json').cost_usd).toBeGreaterThan(0);
    for (const stage of ['creating thread', 'posting batch 1 of 1', 'running'])
      expect(stderr).toMatch(new RegExp(`^\\[KAOZ_\\d+\\] \\S+: ${stage}…$`, 'm'));
    const { calls } = simulator.record();
    const of = (what: RegExp) =>
      calls.filter(({ method, path }) => what.test(`${method} ${path}`)).length;
    expect(of(/POST .*\/runs$/)).toBe(400);
    expect(of(/POST .*\/responses$/)).toBe(100);
    expect(of(/DELETE .*\/threads\//)).toBe(400);
  } finally {
    await simulator.stop();
  }
});

describe('examples/roster-131', () => {
  const spec = `${folder}roster-131/roster.swarm.yaml`;
  const tiersOf = (agents: readonly { tier: string }[]) =>
    ['complex', 'balanced', 'simple'].map(
      (tier) => agents.filter((agent) => agent.tier === tier).length,
    );

  test('runs its 131 agents in three tiers on the embedded simulator', async () => {
    const { code, stdout, stderr } = await directory.run(['run', spec, '--out', 'out']);
    expect(code, stderr).toBe(0);
    const results = directory.lines('out/results.jsonl');
    expect(results.filter(({ status }) => status === 'done')).toHaveLength(131);
    expect(new Set(results.map(({ role }) => role)).size).toBe(131);
    const { per_agent: agents, cost_usd: cost } = directory.json('out/metrics.json');
    expect(tiersOf(agents)).toEqual([31, 59, 41]);
    const routes = new Map(results.map(({ role, route }) => [role, route]));
    const models = { complex: 'sim-large', balanced: 'sim-medium', simple: 'sim-small' };
    for (const { role, tier } of agents)
      expect(routes.get(role)).toBe(`simulator/${models[tier as keyof typeof models]}`);
    expect(cost).toBeGreaterThan(0);
    expect(readdirSync(`${directory.path}/out/agent_responses`)).toHaveLength(132);
    expect(stdout).toMatch(/^ {2}by tier +complex \$[\d.]+, balanced \$[\d.]+, simple \$[\d.]+$/m);
  });

  test('runs on an Ollama with its two models', async () => {
    const simulator = await startSimulator({ firstTokenMs: 0, outputTokens: 3 });
    onTestFinished(() => simulator.stop());
    const { code, stderr } = await directory.run([
      ...['run', spec, '--out', 'out', '--provider', 'ollama', '--base-url', simulator.url],
    ]);
    expect(code, stderr).toBe(0);
    const routes = directory.lines('out/results.jsonl').map(({ route }) => route);
    const of = (route: string) => routes.filter((each) => each === route).length;
    expect([of('ollama/qwen2.5-coder:7b'), of('ollama/tinyllama')]).toEqual([59, 72]);
  });

  test('is what migrate makes of its CSV, and --dry-run tells its tiers', async () => {
    const made = await directory.run(['migrate', `${folder}roster-131/roster.csv`, '--out', '-']);
    expect(made.code, made.stderr).toBe(0);
    expect(made.stdout).toBe(readFileSync(spec, 'utf8'));
    expect(made.stderr).toMatch(/131 agents, 131 ready, 0 need attention/);
    const dry = await directory.run(['run', spec, '--dry-run']);
    expect(dry.code, dry.stderr).toBe(0);
    expect(dry.stdout).toMatch(/^simple +simulator\/sim-small +41 +41 +41 /m);
  });
});

test.each([
  ['questions.jsonl', 4],
  ['cities.csv', 3],
  ['prompts.txt', 3],
])('examples/%s is a file of prompts', async (file, tasks) => {
  const { code, stderr } = await directory.run([
    'run',
    '--prompts',
    `${folder}${file}`,
    '--out',
    'out',
  ]);
  expect(code, stderr).toBe(0);
  expect(directory.lines('out/results.jsonl')).toHaveLength(tasks);
});

describe('examples/providers', () => {
  const own = readdirSync(`${folder}providers`).map((file) => file.replace(/\.yaml$/, ''));

  test('has a spec for every provider but the simulator, which needs none', () => {
    expect(own.toSorted()).toEqual(providerNames.filter((name) => name !== 'simulator').toSorted());
  });

  test.each(own)('%s runs, with the simulator in the place of the service', async (name) => {
    const simulator = await startSimulator({ firstTokenMs: 5, tokensPerSecond: 5_000 });
    onTestFinished(() => simulator.stop());
    const project = name === 'azure-agents' ? '/api/projects/p' : '';
    const { code, stderr } = await directory.run(
      [
        'run',
        `${folder}providers/${name}.yaml`,
        '--base-url',
        `${simulator.url}${project}`,
        '--out',
        'out',
      ],
      { PROJECT_API_KEY: 'k' },
    );
    expect(code, stderr).toBe(0);
    expect(directory.lines('out/results.jsonl').map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
    ]);
    expect(String(directory.lines('out/results.jsonl')[0].route)).toContain(`${name}/`);
  });
});
