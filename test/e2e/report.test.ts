import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory, eachTestOnSimulator, onSimulator, prompts } from './on-simulator.ts';

eachTestOnSimulator();

test('a run leaves a report, and its figures and answers are found again afterwards', async () => {
  prompts(3);
  const kept = ['--set', 'cache=true', '--set', 'sampling.temperature=0'];
  const run = ['run', '--prompts', 'prompts.txt', '--agents', '2', ...onSimulator(), ...kept];
  const first = await directory.run(run);
  expect(first.code).toBe(0);
  expect(first.stdout).toContain('cache        0 of 3 tasks answered by earlier runs');
  const { runId } = directory.json('out/run.json');

  const report = await directory.run(['report', runId.slice(0, -2)]);
  expect(report).toMatchObject({ code: 0, stderr: '' });
  expect(report.stdout).toBe(directory.read('out/report.md'));
  expect((await directory.run(['report', 'out', '--out', 'all.csv'])).code).toBe(0);
  expect(directory.read('all.csv').split('\r\n')).toHaveLength(5);
  const wrong = await directory.run(['report', 'out', '--format', 'pdf']);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('expected md, csv') });
  expect(existsSync(join(directory.path, 'pdf'))).toBe(false);

  const earlier = await directory.run(['runs', '--prompt', 'Prompt number 1?', '--json']);
  expect(JSON.parse(earlier.stdout)).toMatchObject({
    match: 'exact',
    figures: [{ run: runId, tasks: 1, done: 1, attempts: 1 }],
  });

  const again = await directory.run([...run, '--out', 'again']);
  expect(again.stdout).toContain('cache        3 of 3 tasks answered by earlier runs (100 %)');
  const [line] = directory.lines('again/results.jsonl');
  expect(line).toMatchObject({ attempts: 0, cached: { run: runId } });
});
