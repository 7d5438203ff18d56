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

test.each(readdirSync(folder).filter((file) => file.endsWith('.yaml')))(
  'examples/%s runs as it is, on the embedded simulator',
  async (file) => {
    const { code, stderr } = await directory.run(['run', `${folder}${file}`, '--out', 'out']);
    expect(code, stderr).toBe(0);
    expect(directory.lines('out/results.jsonl').every((line) => line.status === 'done')).toBe(true);
  },
);

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
    const { code, stderr } = await directory.run([
      'run',
      `${folder}providers/${name}.yaml`,
      '--base-url',
      simulator.url,
      '--out',
      'out',
    ]);
    expect(code, stderr).toBe(0);
    expect(directory.lines('out/results.jsonl').map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
    ]);
    expect(String(directory.lines('out/results.jsonl')[0].route)).toContain(`${name}/`);
  });
});
