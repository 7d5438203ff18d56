import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '../../src/spec/usage-error.ts';
import { noBudget } from '../../src/state/budget-caps.ts';
import { findRun } from '../../src/store/find-run.ts';
import { openRun } from '../../src/store/open-run.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { lockHolder } from '../../src/store/run-lock.ts';
import { openDatabase } from '../../src/store/sqlite.ts';
import { EventLog, samplePlan, sampleSpec, temporaryDirectory } from './sample-run.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let out: string;

beforeEach(() => {
  directory = temporaryDirectory();
  out = join(directory.path, 'run');
  vi.stubEnv('SWARMDECK_HOME', join(directory.path, 'home'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  directory.remove();
});

function create(size = 8) {
  const spec = sampleSpec();
  const plan = samplePlan(size);
  const run = createRunDirectory({ out, spec, plan, startedAt: new Date(), version: '0.1.0' });
  const log = new EventLog((event) => run.store.append(event));
  log.begin(spec, plan);
  return { ...run, spec, plan, log };
}

/** Runs `killed-run.ts` until it has told of so many tasks, then SIGKILL; gives what it told. */
async function killAfter(tasks: number): Promise<{ told: number[]; stderr: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killed-run.ts'), out]);
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  child.stdout.on('data', (data) => {
    stdout += data;
    if (stdout.split('\n').length > tasks) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
  // The last line may be torn.
  return { told: stdout.split('\n').slice(0, -1).map(Number), stderr };
}

describe('a run whose process was killed', () => {
  test('holds every task that was committed, and tells what was in flight', async () => {
    const { told } = await killAfter(200);
    expect(existsSync(join(out, 'run.db-wal'))).toBe(true);
    expect(lockHolder(out)).toBeNull();

    const run = openRun(out);
    const done = new Set(
      run.store.database
        .prepare("SELECT task FROM tasks WHERE status = 'done'")
        .all()
        .map(({ task }) => task),
    );
    expect(told.filter((task) => !done.has(task))).toEqual([]);
    expect(run.unfinished.inFlight.length).toBeLessThanOrEqual(5);
    expect(done.size + run.unfinished.inFlight.length + run.unfinished.queued.length).toBe(100_000);
    for (const task of run.unfinished.inFlight) expect(done.has(task)).toBe(false);

    const events = [...run.events()];
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ seq: run.lastSeq, t: run.lastT });
    expect(events.filter(({ type }) => type === 'task.finished')).toHaveLength(done.size);
    run.store.close();
  }, 60_000);
});

test('a run of another process cannot be opened until that process is gone', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killed-run.ts'), out]);
  await once(child.stdout, 'data');
  expect(() => openRun(out)).toThrow(`is being run by process ${child.pid}`);
  child.stdout.resume();
  child.kill('SIGKILL');
  await once(child, 'close');
  openRun(out).store.close();
}, 60_000);

describe('a run that is taken up again', () => {
  test('has its spec, its plan and its names', () => {
    const { store, plan, spec, runId } = create();
    store.close();
    const run = openRun(out);
    expect(run.runId).toBe(runId);
    expect(run.spec).toEqual({ ...spec, workload: { ...spec.workload, items: [] } });
    expect(run.plan.size).toBe(8);
    for (const column of ['role', 'priority', 'batch'] as const) {
      expect(run.plan[column]).toEqual(plan[column]);
    }
    for (let task = 0; task < 8; task++) {
      expect(run.plan.id(task)).toBe(plan.id(task));
      expect(run.plan.messages(task)).toEqual(plan.messages(task));
    }
    run.store.close();
  });

  test('of a version that knew neither ranks nor tiers has one route in each, and no tier', () => {
    const { store, spec } = create();
    store.database.exec(
      "UPDATE meta SET value = json_remove(value, '$.spec.roles[0].tier', '$.spec.roles[0].tiers', '$.spec.roles[0].balance') WHERE key = 'run'",
    );
    store.close();
    const run = openRun(out);
    const { routes } = spec.roles[0];
    expect(run.spec.roles[0]).toEqual({
      ...spec.roles[0],
      tier: null,
      tiers: routes.map((route) => [route]),
      balance: 'least-busy',
    });
    run.store.close();
  });

  test('of a version that knew no tools has none', () => {
    const { store, spec } = create();
    store.database.exec(
      "UPDATE meta SET value = json_remove(value, '$.spec.mcpServers', '$.spec.roles[0].tools', '$.spec.roles[0].maxTurns') WHERE key = 'run'",
    );
    store.close();
    const run = openRun(out);
    expect(run.spec.mcpServers).toEqual([]);
    expect(run.spec.roles[0]).toEqual({ ...spec.roles[0], tools: [], maxTurns: 10 });
    run.store.close();
  });

  test('tells queued, in flight, backing off and cancelled tasks apart', () => {
    const { store, log } = create();
    log.start(1, 0, 0);
    log.finish(2, 0, 0);
    log.start(3, 1, 3);
    log.fail(4, 1, 3);
    log.start(5, 2, 0);
    log.send(6, 2, 0);
    log.start(5, 3, 3);
    log.start(7, 4, 1);
    log.retry(8, 4, 1, 1, 60_000);
    log.add(9, {
      type: 'task.cancelled',
      task: 6,
      agent: -1,
      attempts: 0,
      durationMs: 0,
      reason: 'stop',
      uncertain: false,
      outputTokens: 0,
    });
    store.close();

    const run = openRun(out);
    expect(run.unfinished).toEqual({ queued: [4, 5, 7], inFlight: [2, 3], cancelled: [6] });
    expect({ lastSeq: run.lastSeq, lastT: run.lastT, session: run.session }).toEqual({
      lastSeq: 12,
      lastT: 9,
      session: 2,
    });
    const lost = run.store.database
      .prepare("SELECT task, uncertain FROM attempts WHERE outcome = 'lost' ORDER BY task")
      .all();
    expect(lost.map((row) => ({ ...row }))).toEqual([
      { task: 2, uncertain: 1 },
      { task: 3, uncertain: 1 },
    ]);
    run.store.close();
  });

  test('says the same again if it is opened and nothing was appended', () => {
    const { store, log } = create();
    log.start(1, 2, 0);
    store.close();
    const first = openRun(out);
    first.store.close();
    const second = openRun(out);
    expect(second.unfinished).toEqual(first.unfinished);
    expect(second.unfinished.inFlight).toEqual([2]);
    second.store.close();
  });

  test('goes on in the same log, and can be taken up once more', () => {
    const { store, log } = create();
    log.start(1, 2, 0);
    store.close();

    const second = openRun(out);
    const further = new EventLog((event) => second.store.append(event), second.lastSeq);
    const at = '2026-11-21T10:00:00.000Z';
    further.add(5000, {
      type: 'run.resumed',
      at,
      session: 2,
      requeued: [2],
      concurrency: 5,
      budget: noBudget,
    });
    further.start(5001, 2, 1);
    further.finish(6000, 2, 1);
    further.start(6001, 4, 1);
    second.store.close();

    const third = openRun(out);
    expect([...third.events()]).toEqual([...log.events, ...further.events]);
    expect(third.unfinished).toEqual({ queued: [0, 1, 3, 5, 6, 7], inFlight: [4], cancelled: [] });
    expect(third.session).toBe(3);
    third.store.close();
  });

  test('needs run.db alone', () => {
    create().store.close();
    rmSync(join(out, 'run.json'));
    openRun(out).store.close();
    expect(existsSync(join(out, 'run.json'))).toBe(true);
  });
});

describe('a run cannot be opened', () => {
  test('while it runs', () => {
    const { store } = create();
    expect(() => openRun(out)).toThrow(UsageError);
    expect(() => openRun(out)).toThrow(`is being run by process ${process.pid}`);
    expect(lockHolder(out)).toMatchObject({ pid: process.pid });
    store.close();
    expect(lockHolder(out)).toBeNull();
  });

  test('where there is none, or no readable one', () => {
    expect(() => openRun(out)).toThrow('holds no run');
    create().store.close();
    writeFileSync(
      join(out, 'run.db'),
      'not a database, and long enough to be looked at'.repeat(100),
    );
    expect(() => openRun(out)).toThrow(UsageError);
    expect(() => openRun(out)).toThrow('run.db cannot be read as a run');
  });

  test('by an older swarmdeck than wrote it', () => {
    create().store.close();
    const database = openDatabase(join(out, 'run.db'));
    database.exec('PRAGMA user_version = 999');
    database.close();
    expect(() => openRun(out)).toThrow('newer swarmdeck');
    expect(lockHolder(out)).toBeNull();
  });
});

describe('a run is found', () => {
  test('by its directory, its id or the beginning of its id, wherever it is', () => {
    const { store, runId } = create();
    store.close();
    const base = join(directory.path, 'swarm-runs');
    expect(findRun(out, base)).toBe(out);
    expect(findRun(runId, base)).toBe(out);
    expect(findRun(runId.slice(0, 13), base)).toBe(out);
  });

  test('in the place of runs without a history', () => {
    vi.stubEnv('SWARMDECK_HOME', join(directory.path, 'home-1'));
    vi.spyOn(process, 'cwd').mockReturnValue(directory.path);
    out = join(directory.path, 'swarm-runs', 'x');
    const { store, runId } = create();
    store.close();
    vi.stubEnv('SWARMDECK_HOME', join(directory.path, 'home-2'));
    expect(findRun(runId)).toBe(out);
  });

  test('or the near miss is named', () => {
    const { store, runId } = create();
    store.close();
    const base = join(directory.path, 'swarm-runs');
    const typo = `${runId.slice(0, -1)}_`;
    expect(() => findRun(typo, base)).toThrow(UsageError);
    expect(() => findRun(typo, base)).toThrow(`did you mean ${runId}?`);
    expect(() => findRun('nothing-like-it', base)).toThrow(
      'there is no run "nothing-like-it"; see "swarmdeck runs"',
    );
    expect(() => findRun(directory.path, base)).toThrow('holds no run');
  });

  test('unless the beginning is that of two', () => {
    const first = create();
    first.store.close();
    out = join(directory.path, 'other');
    create().store.close();
    expect(() => findRun(first.runId.slice(0, 4), join(directory.path, 'none'))).toThrow(
      'can be 2 runs',
    );
  });
});
