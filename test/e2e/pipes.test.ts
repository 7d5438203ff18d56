import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';

let directory: WorkingDirectory;
let simulator: Simulator;
beforeEach(async () => {
  directory = new WorkingDirectory();
  simulator = await startSimulator({ firstTokenMs: 20, outputTokens: 10, tokensPerSecond: 100 });
});
afterEach(async () => {
  await directory.clear();
  await simulator.stop();
});

/** A run of 100 prompts with four agents: some three seconds. */
function startRun(...flags: string[]) {
  const file = join(directory.path, 'prompts.txt');
  writeFileSync(file, Array.from({ length: 100 }, (_, i) => `Prompt number ${i}?`).join('\n'));
  const where = ['--base-url', `${simulator.url}/v1`, '--out', 'out'];
  return directory.start(['run', '--prompts', file, '--agents', '4', ...where, ...flags]);
}

test('a run goes on to its end when nobody reads its progress any more', async () => {
  const run = startRun();
  await run.says('in flight', 'stderr');
  run.child.stderr?.destroy();
  const { code, stdout } = await run.ended;
  expect(stdout).toMatch(/tasks +100 done/);
  expect(code).toBe(0);
});

test('a reader that has seen enough of the events drains the run, and leaves its directory complete', async () => {
  const run = startRun('--ui', 'json');
  await run.says('task.finished');
  run.child.stdout?.destroy();
  const { code, stderr } = await run.ended;
  expect(stderr).toBe('');
  expect(code).toBe(141);
  expect(existsSync(join(directory.path, 'out', 'metrics.json'))).toBe(true);
  const { length } = directory.lines('out/results.jsonl').filter(({ status }) => status === 'done');
  expect(length).toBeGreaterThan(0);
  expect(length).toBeLessThan(100);
  expect(simulator.record().totals.aborted).toBe(0);
});
