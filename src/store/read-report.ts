import type { FailedTask } from '../report/failure-kinds.ts';
import { failureKinds } from '../report/failure-kinds.ts';
import type { ReportFacts, RunStanding } from '../report/report-facts.ts';
import { isSimulated } from '../spec/is-simulated.ts';
import type { Metrics } from './metrics-schema.ts';
import { partFigures } from './part-figures.ts';
import { readRecord } from './run-reader.ts';
import type { RunRecord } from './run-record.ts';
import type { Database } from './sqlite.ts';

/**
 * What a report tells of a run, from its record: sums alone, so that it takes no more memory for more
 * tasks.
 *
 * @param running its process is at it
 * @param outcome what outcome.json holds
 */
export function readReport(
  database: Database,
  metrics: Metrics,
  { running, outcome }: { readonly running: boolean; readonly outcome?: unknown },
): ReportFacts {
  const record = readRecord(database);
  const { runId, name, preset, startedAt, versions, spec } = record;
  const end = running ? null : readEndOf(database);
  const standing: RunStanding = running ? 'running' : end === null ? 'cut' : 'over';
  return {
    runId,
    name,
    preset,
    startedAt,
    version: versions.swarmdeck,
    work: workOf(record),
    simulated: isSimulated(spec.routes),
    standing,
    phase: end?.phase ?? null,
    reason: end?.reason ?? null,
    exitCode: end?.exitCode ?? null,
    tasks: taskCounts(database),
    metrics,
    failures: failureKinds(failedTasks(database)),
    ...partFigures(database, spec.roles),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** The end of the last session; null where it has none. */
function readEndOf(database: Database) {
  const row = database
    .prepare(`
      SELECT type, data FROM events
      WHERE type IN ('run.started', 'run.resumed', 'run.finished') ORDER BY seq DESC LIMIT 1`)
    .get();
  if (row?.type !== 'run.finished') return null;
  const { phase, reason, exitCode }: { phase: string; reason: string | null; exitCode: number } =
    JSON.parse(String(row.data));
  return { phase, reason, exitCode };
}

function workOf({ spec: { workload } }: RunRecord): string {
  const { kind, source }: { kind: string; source?: string } = workload;
  return source ?? kind;
}

function taskCounts(database: Database): ReportFacts['tasks'] {
  const counts = { total: 0, done: 0, failed: 0, poison: 0, cancelled: 0, skipped: 0, queued: 0 };
  for (const { status, count } of database
    .prepare('SELECT status, count(*) AS count FROM tasks GROUP BY status')
    .iterate()) {
    counts[String(status) as keyof typeof counts] = Number(count);
    counts.total += Number(count);
  }
  return counts;
}

function* failedTasks(database: Database): Generator<FailedTask> {
  const rows = database
    .prepare(`
      SELECT id, error_class AS class, error_status AS status, coalesce(error_message, '') AS message,
        coalesce(events.t, 0) AS t
      FROM tasks LEFT JOIN events ON events.seq = tasks.ended_seq
      WHERE tasks.status IN ('failed', 'poison') ORDER BY tasks.task`)
    .iterate();
  for (const row of rows) yield row as unknown as FailedTask;
}
