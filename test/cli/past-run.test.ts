import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { LiveRun } from '../../components/console-options.ts';
import { openPastRun } from '../../src/cli/past-run.ts';
import { openRun } from '../../src/store/open-run.ts';
import { openDatabase } from '../../src/store/sqlite.ts';
import { writeRunFiles } from '../../src/store/write-run-files.ts';
import { beginRun, eachTestHasARun, out } from '../store/fresh-run.ts';
import { figures, mixedRun, results } from '../store/written-run.ts';

eachTestHasARun();

let opened: LiveRun | null = null;
afterEach(() => {
  opened?.replay?.close();
  opened = null;
});

async function open(): Promise<LiveRun & { replay: NonNullable<LiveRun['replay']> }> {
  const run = await openPastRun(out, () => {});
  opened = run;
  return run;
}

const file = (name: string) => join(out, name);
const all = { kind: 'all', order: 'plan', reversed: false } as const;

test('a run of the past is as it ended, and nothing can be asked of it', async () => {
  mixedRun().close();
  const run = await open();
  expect(run.past).toBe(true);
  expect(run.snapshot()).toMatchObject({
    phase: 'STOPPED',
    tasks: { total: 6, done: 2, failed: 1, running: 1 },
    info: { name: 'cathedral', preset: 'heavy' },
  });
  expect(run.replay.unfinished).toBe(true);
  const refused = { ok: false, reason: 'this run is shown read-only' };
  expect(run.command({ type: 'resume' }, { by: 'mo' })).toMatchObject(refused);
  expect(run.preview({ type: 'pause', mode: 'soft' })).toEqual({
    ok: false,
    words: refused.reason,
  });
  await expect(run.presets.save('night')).rejects.toThrow('read-only');
  expect(run.tuning()).toMatchObject({ agents: { kaoz: 3, order: 2 }, concurrency: 5 });
});

test('its answers, its tasks and what selects them come from its record', async () => {
  mixedRun().close();
  const run = await open();
  expect([...run.results.tasks(all)]).toEqual([0, 1, 3]);
  expect(run.answersOf([1])).toMatchObject([{ id: 'p1', text: 'answer to 1' }]);
  expect(run.results.select('status:failed')).toMatchObject({ ok: true, tasks: [3] });
  expect(run.results.select('task:p1')).toMatchObject({ ok: true, tasks: [1] });
  expect(run.results.select('role:koaz')).toMatchObject({ ok: false });
  expect(run.tasks.record(0)?.attempts.map(({ outcome }) => outcome)).toEqual(['retrying', 'done']);
  expect(run.results.failures()).toMatchObject({
    complete: true,
    groups: [{ signature: 'server 500: broken', tasks: [3], firstT: 1700 }],
  });
});

test('it is seen as it stood before, and its results stay those of its end', async () => {
  mixedRun().close();
  const run = await open();
  await run.replay.to(1500);
  expect(run.snapshot()).toMatchObject({ t: 1500, phase: 'READY', tasks: { done: 2, failed: 0 } });
  expect([...run.results.tasks(all)]).toEqual([0, 1, 3]);
  await run.replay.to(run.replay.endT);
  expect(run.snapshot()).toMatchObject({ t: 2000, tasks: { done: 2, failed: 1 } });
});

test('to look at it locks nobody out, and leaves nothing behind', async () => {
  mixedRun().close();
  const before = readdirSync(out).sort();
  const run = await open();
  run.snapshot();
  openRun(out).store.close();
  run.replay.close();
  expect(readdirSync(out).sort()).toEqual(before);
});

test('a record of another version, a damaged and a missing one say so in a sentence', async () => {
  await expect(open()).rejects.toThrow(/holds no run \(run\.db is missing\)/);
  mixedRun().close();
  const database = openDatabase(file('run.db'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  await expect(open()).rejects.toThrow(/written by a newer swarmdeck .*cannot show/);
  writeFileSync(
    file('run.db'),
    'not a database, and long enough to be looked at as if it were one',
  );
  await expect(open()).rejects.toThrow(/run\.db cannot be read as a run/);
});

test('all results are exported as results.jsonl has them, those that never ended as cancelled', async () => {
  const store = mixedRun();
  await writeRunFiles(store, figures);
  store.close();
  const run = await open();
  const to = file('copy.jsonl');
  const said = await run.results.export({ file: to, overwrite: false, tasks: null });
  expect(said).toMatch(/^6 results in .*copy\.jsonl, [\d.]+ KB$/);
  const lines = readFileSync(to, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(results());
});

test('some of them are exported, and a file that is there is replaced only where it is said', async () => {
  mixedRun().close();
  const { results: desk } = await open();
  const to = file('some.csv');
  writeFileSync(to, 'mine');
  await expect(desk.export({ file: to, overwrite: false, tasks: [1] })).rejects.toThrow(
    /some\.csv is there already; export! .*some\.csv replaces it/,
  );
  expect(readFileSync(to, 'utf8')).toBe('mine');
  await desk.export({ file: to, overwrite: true, tasks: [3, 1] });
  const records = readFileSync(to, 'utf8').trimEnd().split('\r\n');
  expect(records.map((record) => record.split(',')[0])).toEqual(['task', 'p1', 'p3']);
});

test('what cannot be written is refused in a sentence, and nothing is left of it', async () => {
  mixedRun().close();
  const { results: desk } = await open();
  const wish = { overwrite: false, tasks: null };
  await expect(desk.export({ ...wish, file: file('a.txt') })).rejects.toThrow(
    /export writes \.csv, \.jsonl, \.md; .*a\.txt ends in none of them/,
  );
  await expect(desk.export({ ...wish, file: file('no/where.csv') })).rejects.toThrow(
    /there is no directory/,
  );
  await expect(desk.export({ ...wish, file: file('x.csv'), tasks: [] })).rejects.toThrow('nothing');
  expect(existsSync(file('x.csv'))).toBe(false);
});

test('a run whose process was killed is unfinished, and its call in flight is told from its log', async () => {
  const { store, log } = beginRun();
  log.add(1, { type: 'run.phase', phase: 'RUNNING', reason: null });
  log.start(10, 0, 0);
  log.send(20, 0, 0);
  store.flush();
  // As after a kill: what was committed is read while nobody has closed it.
  const run = await open();
  expect(run.replay.unfinished).toBe(true);
  expect(run.snapshot()).toMatchObject({ phase: 'RUNNING', tasks: { running: 1, done: 0 } });
  expect(run.tasks.record(0)?.attempts).toMatchObject([{ outcome: 'running', sentT: 20 }]);
  store.close();
});
