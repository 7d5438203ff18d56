import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startServerProcess } from '../bench/server-process.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';

/** What the captured run runs on: servers in processes of their own, a spec, and earlier runs. */
export interface Stage {
  readonly directory: WorkingDirectory;
  /** The spec of the run that is captured, in the working directory. */
  readonly spec: string;
  /** Lets everything that is left end quickly. */
  hurry(): Promise<void>;
  clear(): Promise<void>;
}

const seed = 7;
const tasks = 2_400;
/** Answers of 3 to 8 s from a server that refuses now and then, and above so many at once. */
const steady = {
  seed,
  firstTokenMs: { min: 300, max: 900 },
  tokensPerSecond: { min: 25, max: 40 },
  outputTokens: { min: 80, max: 240 },
  maxConcurrent: 44,
  faults: { shares: { 'server-error': 0.01, truncated: 0.006, 'bad-request': 0.004 } },
};
/** A second address that is down. */
const down = { seed, faults: { shares: { unavailable: 1 } } };

export async function setStage(): Promise<Stage> {
  const east = await startServerProcess([JSON.stringify(steady)]);
  const west = await startServerProcess([JSON.stringify(down)]);
  // Screens tell of it, so its name is the same on every machine.
  const path = '/tmp/cathedral';
  mkdirSync(path);
  const directory = new WorkingDirectory(path);
  const addresses = [west, east].map(({ url }) => ({ baseUrl: `${url}/v1` }));
  writeFileSync(
    join(directory.path, 'prompts.txt'),
    Array.from({ length: tasks }, (_, i) => `Describe stone ${i + 1} of the nave.`).join('\n'),
  );
  const spec = {
    name: 'cathedral',
    preset: 'medium',
    provider: 'openai',
    baseUrl: `${east.url}/v1`,
    model: 'gpt-5-mini',
    seed,
    agents: 60,
    concurrency: { min: 4, max: 54 },
    maxOutputTokens: 400,
    roles: {
      kaoz: { share: 4, instructions: 'You write short and plain.' },
      order: { share: 1, model: 'gpt-5-nano', priority: 'high', endpoints: addresses },
    },
    breaker: { recoverySeconds: 30 },
    retry: { baseMs: 2_000 },
    budget: { usd: 2 },
    workload: { prompts: './prompts.txt' },
  };
  writeFileSync(join(directory.path, 'cathedral.yaml'), stringify(spec));
  await earlierRuns(directory, `${east.url}/v1`);
  return {
    directory,
    spec: 'cathedral.yaml',
    async hurry() {
      const change = { firstTokenMs: 20, tokensPerSecond: 5_000, maxConcurrent: null, faults: {} };
      await fetch(`${east.url}/__sim/config`, { method: 'POST', body: JSON.stringify(change) });
    },
    async clear() {
      await directory.clear();
      await Promise.all([east.stop(), west.stop()]);
    },
  };
}

/** Runs that the history has when the captured one begins. */
async function earlierRuns(directory: WorkingDirectory, baseUrl: string): Promise<void> {
  for (const [name, repeat] of [
    ['harbour', 12],
    ['lighthouse', 30],
  ]) {
    const words = ['run', '--prompt', `Describe a ${name}.`, '--repeat', String(repeat)];
    const { stderr } = await directory.run([
      ...words,
      ...['--agents', '30', '--name', String(name), '--base-url', baseUrl],
      ...['--provider', 'openai', '--model', 'gpt-5-mini', '--seed', String(seed)],
    ]);
    if (/^swarmdeck: /m.test(stderr)) throw new Error(stderr);
  }
}
