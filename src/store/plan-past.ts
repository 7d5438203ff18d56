import type { Answers, PlanAddition, PlanPast, TaskEnd } from '../plan/unfolding.ts';
import type { Database } from './sqlite.ts';

/**
 * What earlier sessions have made of the plan: which tasks ended how, and which were added for what.
 *
 * @param lastSeq the last event that is looked at; left out, all are
 */
export function readPast(database: Database, lastSeq = Number.MAX_SAFE_INTEGER): PlanPast {
  const ends = database
    .prepare('SELECT task, status FROM tasks WHERE ended_seq <= ? ORDER BY ended_seq, task')
    .all(lastSeq);
  return {
    ends: ends.map(({ task, status }) => ({
      task: Number(task),
      status: status as TaskEnd['status'],
    })),
    additions: readAdditions(database, lastSeq),
  };
}

function readAdditions(database: Database, lastSeq = Number.MAX_SAFE_INTEGER): PlanAddition[] {
  return database
    .prepare("SELECT data FROM events WHERE type = 'plan.extended' AND seq <= ? ORDER BY seq")
    .all(lastSeq)
    .map(({ data }) => {
      const { by, first, count } = JSON.parse(String(data));
      return { by, first, count };
    });
}

/**
 * Tasks of the plan as its events have it. More may stand in the table: those are added before the event
 * that says so, and a process can have died in between.
 *
 * @param planned tasks that the run began with
 */
export function toldTasks(database: Database, planned: number): number {
  return readAdditions(database).reduce((sum, { count }) => sum + count, planned);
}

/** What tasks have answered, as it is committed. */
export function storedAnswers(database: Database): Answers {
  const select = database.prepare("SELECT text FROM tasks WHERE task = ? AND status = 'done'");
  return {
    text(task) {
      const row = select.get(task);
      return row === undefined ? null : String(row.text);
    },
  };
}
