import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openRun } from '../../src/store/open-run.ts';
import { openPastRecord } from '../../src/store/past-record.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { runMetrics } from '../../src/store/run-metrics.ts';
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
  directory.remove();
});

/** A run as a swarmdeck before content, vectors and workflows left it: what it had in other words or not at all. */
function leaveOldRun(): void {
  const spec = sampleSpec();
  const plan = samplePlan(8);
  const { store } = createRunDirectory({
    out,
    spec,
    plan,
    startedAt: new Date(),
    version: '0.1.0',
  });
  new EventLog((event) => store.append(event)).begin(spec, plan);
  store.close();
  const database = openDatabase(join(out, 'run.db'));
  database.exec(`
    DROP VIEW conversations;
    CREATE VIEW conversations AS
      SELECT tasks.task, part.key AS position, json_extract(part.value, '$[0]') AS role, texts.content
      FROM tasks, json_each(tasks.messages) AS part
      JOIN texts ON texts.id = json_extract(part.value, '$[1]');
    DROP TABLE vectors;
    ALTER TABLE tasks DROP COLUMN pieces;
    ALTER TABLE texts DROP COLUMN name;
    PRAGMA user_version = 2;
  `);
  database.close();
}

test('a run of before is looked at as it is', () => {
  leaveOldRun();
  const { reader } = openPastRecord(out);
  expect(runMetrics(reader.database).total_chunks_processed).toBe(0);
  expect(reader.ids()).toHaveLength(8);
  reader.close();
});

test('a run of before goes on, its record brought up to date', () => {
  leaveOldRun();
  for (let session = 0; session < 2; session++) {
    const { plan, store } = openRun(out);
    expect(plan.size).toBe(8);
    expect(plan.messages(3)).toEqual(samplePlan(8).messages(3));
    expect(runMetrics(store.database).total_chunks_processed).toBe(0);
    expect(store.database.prepare('SELECT count(*) AS n FROM vectors').get()?.n).toBe(0);
    store.close();
  }
});
