import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunsOptions, runsCommand } from '../../src/cli/runs.ts';
import { age, bytes, cost } from '../../src/cli/runs-format.ts';
import { type RunsPruneOptions, runsPruneCommand } from '../../src/cli/runs-prune.ts';
import { UsageError } from '../../src/spec/usage-error.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { writeRunFiles } from '../../src/store/write-run-files.ts';
import { EventLog, samplePlan, sampleSpec, temporaryDirectory } from '../store/sample-run.ts';

const day = 86_400_000;
const figures = { cpuSeconds: 1, peakRssBytes: 1, bytesIn: 1, bytesOut: 1 };
let directory: ReturnType<typeof temporaryDirectory>;
let baseDirectory: string;

beforeEach(() => {
  directory = temporaryDirectory();
  baseDirectory = join(directory.path, 'swarm-runs');
  vi.stubEnv('SWARMDECK_HOME', join(directory.path, 'home'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  directory.remove();
});

/** A run of two tasks that was started so many days ago; `ended` of them are done. */
async function run(name: string, daysAgo: number, ended = 2, out = join(baseDirectory, name)) {
  const { store, runId } = createRunDirectory({
    out,
    spec: sampleSpec({ name }),
    plan: samplePlan(2),
    startedAt: new Date(Date.now() - daysAgo * day),
    version: '0.1.0',
  });
  const log = new EventLog((event) => store.append(event));
  for (let task = 0; task < ended; task++) {
    log.start(task, task, task * 3);
    log.finish(task + 1, task, task * 3);
  }
  return { store, runId, out };
}

async function endedRun(...input: Parameters<typeof run>) {
  const made = await run(...input);
  await writeRunFiles(made.store, figures);
  made.store.close();
  return made;
}

function call(
  command: typeof runsCommand | typeof runsPruneCommand,
  options: RunsOptions & RunsPruneOptions,
) {
  const stdout = new PassThrough({ encoding: 'utf8' });
  const stderr = new PassThrough({ encoding: 'utf8' });
  const code = command({ baseDirectory, ...options }, { stdout, stderr });
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

/** Names and states of the listed runs, in their order. */
function listed(): string[] {
  const runs: { name: string; state: string }[] = JSON.parse(
    call(runsCommand, { json: true }).stdout,
  );
  return runs.map(({ name, state }) => `${name} ${state}`);
}

describe('swarmdeck runs', () => {
  test('lists runs newest first with their state, those elsewhere too', async () => {
    await endedRun('old', 40);
    await endedRun('elsewhere', 3, 1, join(directory.path, 'far', 'away'));
    const running = await run('now', 0, 1);
    running.store.flush();
    expect(listed()).toEqual(['now running', 'elsewhere unfinished', 'old finished']);
    running.store.close();
  });

  test('shows a table for people', async () => {
    const { runId } = await endedRun('night', 2, 1);
    const { code, stdout } = call(runsCommand, {});
    expect(code).toBe(0);
    const [titles, row] = stdout.split('\n');
    expect(titles.split(/ {2,}/)).toEqual([
      'id',
      'name',
      'preset',
      'state',
      'done',
      'failed',
      'tasks',
      'cost',
      'size',
      'age',
      'directory',
    ]);
    expect(row.split(/ {2,}/)).toEqual([
      runId,
      'night',
      'heavy',
      'unfinished',
      '1',
      '0',
      '2',
      '$0.000012',
      expect.stringMatching(/^\d+ KB$/),
      '2d',
      join(baseDirectory, 'night'),
    ]);
  });

  test('gives figures as JSON', async () => {
    const { runId, out } = await endedRun('night', 2);
    const [run] = JSON.parse(call(runsCommand, { json: true }).stdout);
    expect(run).toMatchObject({
      id: runId,
      preset: 'heavy',
      tasks: { total: 2, done: 2, failed: 0 },
      cost_usd: 0.00002469,
      tasks_without_price: 0,
      directory: out,
    });
    expect(run.size_bytes).toBeGreaterThan(10_000);
  });

  test('drops directories that are gone, and names those that cannot be read', async () => {
    const gone = await endedRun('gone', 1, 2, join(directory.path, 'gone'));
    rmSync(gone.out, { recursive: true });
    const damaged = await endedRun('damaged', 1);
    writeFileSync(join(damaged.out, 'run.db'), 'damaged');
    expect(listed()).toEqual(['damaged unreadable']);
  });

  test('says so when there is none', () => {
    expect(call(runsCommand, {})).toEqual({
      code: 0,
      stdout: '',
      stderr: 'No runs yet. Start one with: swarmdeck run\n',
    });
    expect(call(runsCommand, { json: true }).stdout).toBe('[]\n');
  });
});

describe('swarmdeck runs prune', () => {
  test('says what would go and deletes nothing', async () => {
    await endedRun('old', 40);
    await endedRun('new', 1);
    const { code, stdout, stderr } = call(runsPruneCommand, { olderThan: '30d' });
    expect(code).toBe(0);
    expect(stdout).toContain('old');
    expect(stdout).not.toContain('new');
    expect(stderr).toMatch(
      /^1 run, \d+ KB would go\. Nothing is deleted yet; add --yes to delete\.\n$/,
    );
    expect(listed()).toHaveLength(2);
  });

  test('deletes what is older and not among those to keep', async () => {
    for (const daysAgo of [1, 35, 40, 50]) await endedRun(`run-${daysAgo}`, daysAgo);
    const { stderr } = call(runsPruneCommand, { olderThan: '5w', keep: 2, yes: true });
    expect(stderr).toMatch(/^Deleted 2 runs, /);
    expect(listed()).toEqual(['run-1 finished', 'run-35 finished']);
    expect(readdirSync(baseDirectory).sort()).toEqual(['run-1', 'run-35']);
  });

  test('never deletes a running one', async () => {
    const running = await run('running', 100);
    expect(call(runsPruneCommand, { keep: 0, yes: true }).stderr).toBe('Nothing to prune.\n');
    running.store.close();
    expect(listed()).toEqual(['running finished']);
  });

  test('leaves what swarmdeck did not write', async () => {
    const out = join(directory.path, 'project');
    mkdirSync(join(out, 'agent_responses'), { recursive: true });
    writeFileSync(join(out, 'thesis.txt'), 'years of work');
    writeFileSync(join(out, 'agent_responses', 'notes.md'), 'mine');
    await endedRun('project', 100, 2, out);
    mkdirSync(join(baseDirectory, 'not-a-run'), { recursive: true });
    writeFileSync(join(baseDirectory, 'not-a-run', 'run.json'), '{"runId": 5}');
    call(runsPruneCommand, { olderThan: '1d', yes: true });
    expect(readdirSync(out).sort()).toEqual(['agent_responses', 'thesis.txt']);
    expect(readdirSync(join(out, 'agent_responses'))).toEqual(['notes.md']);
    expect(readFileSync(join(out, 'thesis.txt'), 'utf8')).toBe('years of work');
    expect(existsSync(join(baseDirectory, 'not-a-run', 'run.json'))).toBe(true);
  });

  test('tells of a run that cannot be deleted and goes on', async () => {
    const stuck = await endedRun('stuck', 50);
    await endedRun('loose', 60);
    writeFileSync(join(stuck.out, 'run.lock'), 'not a lock'.repeat(100));
    const { code, stderr } = call(runsPruneCommand, { olderThan: '1d', yes: true });
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${stuck.runId} stays: the run directory ${stuck.out} cannot be locked`,
    );
    expect(readdirSync(baseDirectory)).toEqual(['stuck']);
  });

  test('asks for a rule that it understands', () => {
    expect(() => call(runsPruneCommand, {})).toThrow(UsageError);
    expect(() => call(runsPruneCommand, {})).toThrow('--older-than AGE, --keep N or both');
    expect(() => call(runsPruneCommand, { olderThan: 'a month' })).toThrow('such as 30d');
    expect(() => call(runsPruneCommand, { keep: -1 })).toThrow('--keep -1');
    expect(() => call(runsPruneCommand, { keep: '' })).toThrow('expected a whole number');
    expect(() => call(runsPruneCommand, { keep: 'x' })).toThrow('--keep x');
  });
});

test('sizes, ages and costs read well', () => {
  expect([0, 999, 9_940, 999_600, 3_400_000].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '9.9 KB',
    '1.0 MB',
    '3.4 MB',
  ]);
  expect([0, 59_999, 60_000, 7_200_000, 30 * day].map(age)).toEqual([
    '0s',
    '59s',
    '1m',
    '2h',
    '30d',
  ]);
  const price = (usd: number, unpriced: number): string =>
    cost({ costNanoUsd: usd * 1e9, unpriced });
  expect([price(0, 0), price(0, 3), price(4.18, 0), price(4.18, 1), price(0.0004, 0)]).toEqual([
    '$0.00',
    '–',
    '$4.18',
    '≥$4.18',
    '$0.000400',
  ]);
});
