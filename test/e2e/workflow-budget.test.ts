import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';

let directory: WorkingDirectory;
let simulator: Simulator;
beforeEach(async () => {
  directory = new WorkingDirectory();
  simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 50, tokensPerSecond: 5_000 });
});
afterEach(async () => {
  await directory.clear();
  await simulator.stop();
});

/** An answer of 50 tokens costs a cent; there is money for two of three. */
const spec = `
name: chain
agents: 2
maxOutputTokens: 50
price: { input: 1, output: 200 }
workload:
  workflow:
    name: hr
    budget: { usd: 0.021 }
    tasks:
      read: { prompt: "Read" }
      rank: { prompt: "Rank {{tasks.read.text}}" }
      tell: { prompt: "Tell {{tasks.rank.text}}" }
`;

const outcome = () =>
  JSON.parse(readFileSync(join(directory.path, 'out', 'outcome.json'), 'utf8')).workflows[0];

test('a workflow whose money was used up goes on with more, and pays nothing twice', async () => {
  writeFileSync(join(directory.path, 'chain.yaml'), spec);
  const first = await directory.run([
    ...['run', 'chain.yaml', '--base-url', `${simulator.url}/v1`, '--out', 'out'],
  ]);
  expect(first.code).toBe(1);
  expect(first.stderr).toContain('a larger --set budget.perWorkflowUsd');
  expect(outcome()).toMatchObject({ state: 'failed', tasks_done: 2 });
  expect(simulator.record().calls).toHaveLength(2);
  const again = ['resume', 'out', '--failed', '--set'];
  expect((await directory.run([...again, 'budget.perWorkflowUsd=0.022'])).code).toBe(1);
  expect(simulator.record().calls).toHaveLength(2);
  expect((await directory.run([...again, 'budget.perWorkflowUsd=1'])).code).toBe(0);
  expect(outcome()).toMatchObject({ state: 'done', tasks_done: 3 });
  expect(simulator.record().calls).toHaveLength(3);
});
