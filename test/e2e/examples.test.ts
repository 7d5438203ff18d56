import { readdirSync } from 'node:fs';
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

  test('has a spec for every provider but those that are no service', () => {
    const inside = ['simulator', 'code'];
    expect(own.toSorted()).toEqual(
      providerNames.filter((name) => !inside.includes(name)).toSorted(),
    );
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
