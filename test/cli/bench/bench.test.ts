import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BenchOptions } from '../../../src/cli/bench/bench-options.ts';
import { benchCommand } from '../../../src/cli/bench.ts';
import { savedPresets } from '../../../src/settings/saved-presets.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/start-simulator.ts';
import { knownRuns } from '../../../src/store/history.ts';
import { StoredUsageBook } from '../../../src/store/usage-book.ts';
import { usageKey } from '../../../src/store/usage-key.ts';
import { captured, folder, refusal } from '../../helpers/spec.ts';

let simulator: Simulator;
let home: string;
let temporary: string;

beforeEach(async () => {
  home = folder();
  temporary = join(home, 'tmp');
  mkdirSync(temporary);
  vi.stubEnv('SWARMDECK_HOME', home);
  vi.stubEnv('TMPDIR', temporary);
  vi.stubEnv('LC_ALL', 'C.UTF-8');
  simulator = await startSimulator({ latencyMs: 15, outputTokens: 10, queueAbove: 2 });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await simulator.stop();
});

/** A benchmark of eight questions at 2 and 8 at once, where the options do not say otherwise. */
async function bench(options: BenchOptions = {}) {
  const { texts, ...streams } = captured();
  const all = { baseUrl: simulator.url, model: 'm', questions: '8', levels: '2,8', yes: true };
  const code = await benchCommand(undefined, { ...all, ...options }, streams);
  return { code, ...texts };
}

test('a server that serves two at a time has its knee there, and the preset that is kept says so', async () => {
  simulator.configure({ latencyMs: 120 });
  const out = join(home, 'kept');
  const { code, stdout, stderr } = await bench({ out, preset: 'heavy', savePreset: 'two' });
  expect(code).toBe(0);
  const result = JSON.parse(readFileSync(join(out, 'bench.json'), 'utf8'));
  expect(result.knee).toMatchObject({ at_once: 2, is_highest_level: false });
  expect(result.levels.map((level: { at_once: number }) => level.at_once)).toEqual([1, 2, 8]);
  expect(result.comparison.saved_seconds).toBeCloseTo(
    result.sequential.duration_seconds - result.parallel.duration_seconds,
    9,
  );
  for (const level of result.levels)
    expect(level).toMatchObject({ done: 8, failed: 0, throttled: 0, calls: 8, complete: true });
  expect(result.sequential.peak_concurrency).toBe(1);
  expect(result.levels[1].peak_concurrency).toBe(2);
  expect(result.calls).toBe(simulator.record().totals.calls);

  const preset = savedPresets().get('two');
  expect(preset).toMatchObject({ agents: 2, concurrency: 2, retry: { retries: 5 } });
  expect(preset?.summary).toBe('2 calls at once, by the benchmark of openai/m');
  expect(stderr).toContain('3/3  2 at once: 8/8 done');

  // The table, the chart and the knee.
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(stdout).toMatch(
    /^ {2}8 at once: \d\.\d times as fast, .+ saved \(\d+ % of the time\)\.$/m,
  );
  expect(stdout).toMatch(/^ +at once +time +calls\/s +tokens\/s +p50 +p95 +failed +429 +cost$/m);
  expect(stdout).toMatch(/^ +2 +\d+(\.\d+)? +█+[▏▎▍▌▋▊▉]? +\d+ ms +█+[▏▎▍▌▋▊▉]? +knee$/m);
  expect(stdout).toMatch(/^Knee: 2 calls at once$/m);
  expect(stdout).toMatch(/^ +queue +gate +connect +wait +stream +tool$/m);
});

test('what a service refuses because it is too much is counted at its level', async () => {
  simulator.configure({ queueAbove: null, maxConcurrent: 2 });
  const { code, stdout } = await bench({ json: true, set: ['retry.baseMs=10'] });
  const { levels } = JSON.parse(stdout);
  expect(levels[1].throttled).toBe(0);
  expect(levels[2].throttled).toBeGreaterThan(0);
  expect(levels[2].errors['rate-limited']).toBe(levels[2].throttled);
  expect(code).toBe(levels[2].failed > 0 ? 1 : 0);
});

test('questions that fail are counted, the exit code says so, and ASCII is enough to tell it', async () => {
  vi.stubEnv('LC_ALL', 'C');
  simulator.configure({ faults: { shares: { 'bad-request': 0.5 } } });
  const { code, stdout } = await bench();
  expect(code).toBe(1);
  expect(stdout).toContain('though not every question was answered.');
  expect(stdout).toMatch(/ #+ /);
  expect(stdout).not.toMatch(/[^\x20-\x7e\n]/);
});

test('it leaves nothing behind but what counts for the limits of a day, and is no run of the history', async () => {
  await bench({ levels: '2', set: ['limits.requestsPerDay=1000'] });
  expect(knownRuns()).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
  expect(existsSync('swarm-runs')).toBe(false);
  const book = new StoredUsageBook();
  const rows = book.calls(usageKey(`${simulator.url}/v1`, 'm', null), 0);
  expect(rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(3 * 8 + 1);
  book.close();
});

test('a directory that is named keeps the record of each run, the result and the profile', async () => {
  const out = join(home, 'kept');
  const { stderr } = await bench({ levels: '2', out, cpuProf: true });
  expect(readdirSync(out).toSorted()).toEqual([
    ...['bench.cpuprofile', 'bench.json', 'level-2', 'parallel-8', 'sequential', 'warm-up'],
  ]);
  expect(readdirSync(join(out, 'level-2'))).toContain('metrics.json');
  const profile = JSON.parse(readFileSync(join(out, 'bench.cpuprofile'), 'utf8'));
  expect(profile.samples.length).toBeGreaterThan(0);
  expect(stderr).toContain(`CPU profile: ${join(out, 'bench.cpuprofile')} (open it in`);
  expect(knownRuns()).toEqual([]);
  expect(await refusal(bench({ out }))).toContain('holds a run or a benchmark already');
});

test('the budget is one for all runs, and what was measured before it ended is told', async () => {
  const set = ['price.input=100', 'price.output=100', 'maxOutputTokens=10'];
  const free = JSON.parse((await bench({ json: true, levels: '2', set })).stdout);
  const budget = String(free.sequential.cost_usd * 1.5);
  const before = simulator.record().totals.calls;
  const { code, stdout } = await bench({ json: true, levels: '2', set, budget });
  const result = JSON.parse(stdout);
  expect(code).toBe(3);
  expect(result.cost_usd).toBeLessThanOrEqual(Number(budget));
  expect(result.sequential.complete).toBe(true);
  expect(result.parallel.complete).toBe(false);
  expect(result).toMatchObject({ comparison: null, knee: null, exit_code: 3 });
  expect(result.ended).toMatch(/^8 at once: what is left of the budget of \$0\.\d+ is less than/);
  expect(simulator.record().totals.calls - before).toBe(result.calls);
});

test('a route that answers nobody ends it at once with 4', async () => {
  await simulator.stop();
  const { code, stdout } = await bench();
  expect(code).toBe(4);
  expect(stdout).toContain('ended  warm-up: no route can be reached');
});

test('what may cost money is not begun where there is nobody to ask', async () => {
  expect(await refusal(bench({ yes: false }))).toBe(
    'bench: this would make 25 calls at a price that is unknown; --yes says that it may, --questions and --levels make it fewer',
  );
  expect(await refusal(bench({ savePreset: 'light' }))).toContain('this name is built in');
  expect(await refusal(bench({ savePreset: 'a b' }))).toMatch(/^--save-preset: expected a name/);
  const { code, stdout } = await bench({ dryRun: true, yes: false });
  expect(code).toBe(0);
  expect(stdout).toContain('then 3 runs: one at a time, 8 at once, 2 at once');
  expect(simulator.record().totals.calls).toBe(0);
});
