import { compilePlan } from '../plan/compile-plan.ts';
import type { Message, Plan } from '../plan/plan.ts';
import { firstTasks } from '../plan/reduce/first-tasks.ts';
import { withReduce } from '../plan/reduce/with-reduce.ts';
import type { NewTask, TaskTable } from '../plan/task-table.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { toldTasks } from './plan-past.ts';
import type { Database } from './sqlite.ts';
import { readMessages } from './stored-messages.ts';
import { keepPieces } from './stored-pieces.ts';

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

  const messages = storedMessages(database);

  return {
    size,
    role,
    priority,
    batch,
    deadlineMs: hasDeadline ? deadlineMs : null,
    id: (task) => ids[task],
    messages,
  };
}

/** The messages of a task as they were kept; none where they are not known yet. */
function storedMessages(database: Database): (task: number) => Message[] {
  const selectMessages = database.prepare('SELECT messages FROM tasks WHERE task = ?');
  const selectText = database.prepare('SELECT content FROM texts WHERE id = ?');
  return (task) => {
    const row = selectMessages.get(task);
    // A task that is being added is asked for them before it is kept.
    if (row === undefined) return [];
    return readMessages(String(row.messages), (id) => String(selectText.get(id)!.content));
  };
}

/**
 * The plan that a resume goes on with: made anew of what run.db keeps of the workload, with the tasks that
 * were added while the run lived, and with the messages as they were kept; of prompts the tasks alone.
 *
 * @param planned tasks that the run began with
 */
export function openPlan(database: Database, spec: ResolvedSpec, planned: number): Plan {
  const ofPrompts = spec.workload.kind === 'prompts';
  const plan = ofPrompts ? planOfPrompts(database, spec, planned) : compilePlan(spec);
  if (ofPrompts && plan.graph === undefined) return plan;
  if (plan.graph !== undefined) readAdded(database, plan.graph.table, toldTasks(database, planned));
  if (plan.pieces !== undefined) keepPieces(database, plan.pieces);
  const stored = storedMessages(database);
  const unanswered = endedUnanswered(database);
  return new KeptPlan(plan, (task) => {
    // Tried again, it is asked with what those that it waits for answer by then.
    const anew = unanswered.has(task) && plan.graph?.isDeferred(task);
    const messages = anew ? [] : stored(task);
    return messages.length > 0 ? messages : plan.messages(task);
  });
}

function endedUnanswered(database: Database): ReadonlySet<number> {
  const rows = database
    .prepare("SELECT task FROM tasks WHERE ended_seq IS NOT NULL AND status <> 'done'")
    .all();
  return new Set(rows.map(({ task }) => Number(task)));
}

/** The last of the tasks that it began with is the one that reduces the answers of the others. */
function planOfPrompts(database: Database, spec: ResolvedSpec, planned: number): Plan {
  const stored = readPlan(database);
  return withReduce(spec.reduce ? firstTasks(stored, planned - 1) : stored, spec);
}

function readAdded(database: Database, table: TaskTable, size: number): void {
  const rows = database
    .prepare(
      'SELECT id, role, priority, batch FROM tasks WHERE task >= ? AND task < ? ORDER BY task',
    )
    .iterate(table.size, size) as NodeJS.Iterator<NewTask>;
  for (const row of rows) table.add(row);
}

/** A plan with the messages of the record. */
class KeptPlan implements Plan {
  readonly messages: Plan['messages'];
  readonly graph: Plan['graph'];
  readonly texts: Plan['texts'];
  readonly pieces: Plan['pieces'];
  readonly postsAtOnce: Plan['postsAtOnce'];
  readonly outcome: Plan['outcome'];
  readonly view: Plan['view'];
  readonly code: Plan['code'];
  private readonly plan: Plan;

  constructor(plan: Plan, messages: Plan['messages']) {
    this.plan = plan;
    this.messages = messages;
    this.graph = plan.graph;
    this.texts = plan.texts?.bind(plan);
    this.pieces = plan.pieces;
    this.postsAtOnce = plan.postsAtOnce?.bind(plan);
    this.outcome = plan.outcome?.bind(plan);
    this.view = plan.view?.bind(plan);
    this.code = plan.code;
  }

  get size(): number {
    return this.plan.size;
  }

  get role(): Uint16Array {
    return this.plan.role;
  }

  get priority(): Int16Array {
    return this.plan.priority;
  }

  get batch(): Uint32Array {
    return this.plan.batch;
  }

  get deadlineMs(): Float64Array | null {
    return this.plan.deadlineMs;
  }

  id(task: number): string {
    return this.plan.id(task);
  }
}
