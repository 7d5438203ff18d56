import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunsOptions } from '../../src/cli/runs.ts';
import { runsEarlierCommand } from '../../src/cli/runs-earlier.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { EventLog, samplePlan, sampleSpec, temporaryDirectory } from '../store/sample-run.ts';

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

/** A run of as many tasks as prompts, all done but the last. */
function run(name: string, daysAgo: number, prompts: readonly string[]): string {
  const out = join(baseDirectory, name);
  const { store } = createRunDirectory({
    out,
    spec: sampleSpec({ name }),
    plan: samplePlan(prompts.length, (task) => prompts[task]),
    startedAt: new Date(Date.now() - daysAgo * 86_400_000),
    version: '0.1.0',
  });
  const log = new EventLog((event) => store.append(event));
  for (const task of prompts.keys()) {
    log.start(task, task, 0);
    if (task === prompts.length - 1) log.fail(task + 1, task, 0, 3);
    else log.finish(task + 1, task, 0, { durationMs: 1000 * (task + 1) });
  }
  store.close();
  return out;
}

async function call(options: RunsOptions) {
  const stdout = new PassThrough({ encoding: 'utf8' });
  const stderr = new PassThrough({ encoding: 'utf8' });
  const code = await runsEarlierCommand({ baseDirectory, ...options }, { stdout, stderr });
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

/** What `--json` gives. */
async function found(options: RunsOptions) {
  return JSON.parse((await call({ json: true, ...options })).stdout);
}

describe('swarmdeck runs --prompt', () => {
  test('finds the same prompt however it was broken into lines, newest run first', async () => {
    run('old', 9, ['Name  a city\n of Norway', 'else']);
    run('new', 1, ['Name a city of Norway', ' Name a city of Norway\n', 'else']);
    run('other', 3, ['Name a city of Norway, please', 'else']);
    const { match, figures } = await found({ prompt: 'Name a city of Norway' });
    expect(match).toBe('exact');
    expect(figures).toMatchObject([
      {
        name: 'new',
        route: 'openai/small',
        tasks: 2,
        done: 2,
        failed: 0,
        attempts: 2,
        input_tokens: 30,
        output_tokens: 40,
        cost_usd: 0.00002469,
        average_duration_ms: 1500,
      },
      { name: 'old', tasks: 1, average_duration_ms: 1000 },
    ]);
  });

  test('where no run had it, those are shown that had it inside a longer one, and it is said', async () => {
    run('other', 3, ['Please NAME a city of Norway', 'else']);
    const { stdout, stderr } = await call({ prompt: 'name a city' });
    expect(stdout).toMatch(/other +3d +openai\/small +done +15 +20 +\$0\.000012 +1\.0s +1\n/);
    expect(stderr).toContain('inside a longer one');
  });

  test('a sign of LIKE in it stands for itself, and instructions are no prompt', async () => {
    run('one', 1, ['100% of it', 'else']);
    expect((await found({ prompt: '100% of' })).match).toBe('contains');
    expect((await found({ prompt: '1%f' })).match).toBe(null);
    expect((await found({ prompt: 'Be brief.' })).match).toBe(null);
  });

  test('a run that was deleted or damaged is none of them', async () => {
    const out = run('gone', 1, ['same', 'else']);
    rmSync(join(out, 'run.db'));
    run('there', 2, ['same', 'else']);
    const { stdout, stderr } = await call({ prompt: 'same' });
    expect(stdout).toContain('there');
    expect(stdout).not.toContain('gone');
    expect(stderr).toContain('1 run could not be read');
  });
});

describe('swarmdeck runs --task', () => {
  test('finds a task by its id in every run that had it', async () => {
    run('short', 2, ['a', 'b']);
    run('long', 1, ['a', 'b', 'c']);
    expect((await found({ task: 'p1' })).figures).toMatchObject([
      { name: 'long', done: 1, attempts: 1 },
      { name: 'short', done: 0, failed: 1, attempts: 3, average_duration_ms: null },
    ]);
    expect((await call({ task: 'p9' })).stderr).toBe('No earlier run had this task.\n');
  });

  test('takes one of the two, and a text', async () => {
    await expect(call({ task: 'a', prompt: 'b' })).rejects.toThrow('not both');
    await expect(call({ prompt: ' ' })).rejects.toThrow('runs --prompt needs a text');
  });
});
