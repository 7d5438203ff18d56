import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
