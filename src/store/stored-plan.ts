import type { Plan } from '../plan/plan.ts';
import type { Database } from './sqlite.ts';
import { readMessages, textsOf } from './stored-messages.ts';

interface TaskRow {
  readonly id: string;
  readonly role: number;
  readonly priority: number;
  readonly batch: number;
  readonly deadline_ms: number | null;
}

/**
 * The plan as run.db holds it. Columns and ids are read at once; messages, which only a call needs,
 * when they are asked for, so the database must be open for as long as tasks are sent.
 */
export function readPlan(database: Database): Plan {
  const size = Number(database.prepare('SELECT count(*) AS size FROM tasks').get()!.size);
  const role = new Uint16Array(size);
  const priority = new Int16Array(size);
  const batch = new Uint32Array(size);
  const deadlineMs = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  let hasDeadline = false;
  const ids: string[] = [];
  const rows = database
    .prepare('SELECT id, role, priority, batch, deadline_ms FROM tasks ORDER BY task')
    .iterate() as NodeJS.Iterator<TaskRow>;
  for (const row of rows) {
    const task = ids.length;
    role[task] = row.role;
    priority[task] = row.priority;
    batch[task] = row.batch;
    if (row.deadline_ms !== null) {
      deadlineMs[task] = row.deadline_ms;
      hasDeadline = true;
    }
    ids.push(row.id);
  }

  const selectMessages = database.prepare('SELECT messages FROM tasks WHERE task = ?');
  const selectText = database.prepare('SELECT content FROM texts WHERE id = ?');

  const stored = (task: number) => String(selectMessages.get(task)!.messages);
  const text = (id: number) => String(selectText.get(id)!.content);

  return {
    size,
    role,
    priority,
    batch,
    deadlineMs: hasDeadline ? deadlineMs : null,
    id: (task) => ids[task],
    messages: (task) => readMessages(stored(task), text),
    ...(size > 0 && textsOf(stored(0)).length > 0
      ? { texts: (task: number) => textsOf(stored(task)).map(text) }
      : {}),
  };
}
