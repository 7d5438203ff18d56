import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';

const script = fileURLToPath(new URL('../../bin/swarmdeck.js', import.meta.url));
const agents = 100;
/** Of which Node and the run's own files take about thirty. */
const descriptors = 70;

let directory: WorkingDirectory;
let simulator: Simulator;
beforeEach(async () => {
  directory = new WorkingDirectory();
  simulator = await startSimulator({ latencyMs: 1_300 });
});
afterEach(async () => {
  await directory.clear();
  await simulator.stop();
});

test('with too few file descriptors calls fail and are tried again, and the run comes to its end', async () => {
  const run = ['run', '--base-url', `${simulator.url}/v1`, '--model', 'sim-small', '--out', 'out'];
  const work = ['--prompt', 'Hello', '--repeat', `${agents}`, '--agents', `${agents}`];
  // Tried again at once, so that no descriptor stays free for long.
  const waits = [
    '--set',
    'retry={ retries: 12, baseMs: 100, maxMs: 100, strategy: fixed, jitter: none, share: null }',
  ];
  const breaker = ['--set', 'breaker.failures=1000'];
  const shell = `ulimit -n ${descriptors}; exec "$0" "$@"`;
  const flags = [...run, ...work, ...waits, ...breaker];
  const words = ['-c', shell, process.execPath, script, ...flags];
  const env = { PATH: process.env.PATH, SWARMDECK_HOME: directory.path, HOME: directory.path };
  await new Promise<void>((resolve) => {
    execFile('sh', words, { cwd: directory.path, env }, () => resolve());
  });
  // Complete: it came to its end, whatever became of the last tries.
  const results = directory.lines('out/results.jsonl');
  expect(results).toHaveLength(agents);
  expect(results.some(({ status }) => status === 'done')).toBe(true);
  expect(directory.json('out/metrics.json').retries.by_class.network).toBeGreaterThan(0);
});
