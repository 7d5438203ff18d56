import { compilePlan } from '../plan/compile-plan.ts';
import type { Message, Plan } from '../plan/plan.ts';
import type { NewTask, TaskTable } from '../plan/task-table.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
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
 */
export function openPlan(database: Database, spec: ResolvedSpec): Plan {
  if (spec.workload.kind === 'prompts') return readPlan(database);
  const plan = compilePlan(spec);
  if (plan.graph !== undefined) readAdded(database, plan.graph.table);
  if (plan.pieces !== undefined) keepPieces(database, plan.pieces);
  const stored = storedMessages(database);
  return new KeptPlan(plan, (task) => {
    const messages = stored(task);
    return messages.length > 0 ? messages : plan.messages(task);
  });
}

function readAdded(database: Database, table: TaskTable): void {
  const rows = database
    .prepare('SELECT id, role, priority, batch FROM tasks WHERE task >= ? ORDER BY task')
    .iterate(table.size) as NodeJS.Iterator<NewTask>;
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
