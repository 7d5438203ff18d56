import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WorkingDirectory } from '../helpers/command-line.ts';

let directory: WorkingDirectory;
beforeEach(() => {
  directory = new WorkingDirectory();
  writeFileSync(
    join(directory.path, 'swarm.yaml'),
    `agents: 1
tools: [{ use: calculator, approval: ask }]
workload: { prompts: ["How much is it?"] }
`,
  );
});
afterEach(() => directory.clear());

/** What became of the tools of a run, by its event lines. */
async function toolsOf(...flags: string[]): Promise<(string | null)[]> {
  const { code, stdout, stderr } = await directory.run([
    ...['run', 'swarm.yaml', '--ui', 'json', '--out', 'out'],
    ...flags,
  ]);
  expect(code, stderr).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'tool.finished')
    .map(({ failure }) => failure);
}

test('a tool that asks first is refused where nobody is there, and the task goes on', async () => {
  expect(await toolsOf()).toEqual(['refused']);
  expect(directory.lines('out/results.jsonl')[0]).toMatchObject({ status: 'done', attempts: 1 });
});

test('--yes is the word that it asks for', async () => {
  expect(await toolsOf('--yes')).toEqual([null]);
});
