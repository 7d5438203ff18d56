import type { TaskStatusName } from '../state/agent-state.ts';
import type { FailureClass } from '../state/event-parts.ts';
import type { RecordedTurn } from '../state/recorded-turns.ts';
import { messagesOfTurns } from '../state/said-turn.ts';
import type { AttemptRecord, TaskMessage, TaskRecord } from '../state/task-record.ts';
import { type AttemptRow, endedAttempt, queuedAfter, runningAttempt } from './attempt-record.ts';
import type { OpenAttempt } from './attempt-tracker.ts';
import { releasedT } from './released-times.ts';
import { saidTurns } from './said-turns.ts';
import type { Database, Statement } from './sqlite.ts';

interface TaskRow {
  readonly id: string;
  readonly role: number;
  readonly status: TaskStatusName;
  readonly agent: number | null;
  readonly finish_reason: string | null;
  readonly error_class: FailureClass | 'skipped' | null;
  readonly error_status: number | null;
  readonly error_message: string | null;
  readonly text: string | null;
}

/** Reads single tasks of a run.db with all their texts; it may be one that is being written. */
export class TaskReader {
  private readonly database: Database;
  private readonly selectTask: Statement;
  private readonly selectMessages: Statement;
  private readonly selectAttempts: Statement;
  private readonly selectReserved: Statement;
  /** The first tasks; read once it is asked for. */
  private added: FirstTasks | null = null;
  /** Of the task that was read last, where it is known. */
  private released: { readonly task: number; readonly t: number } | null = null;
  /** Of the task that was read last: once there are any they never change, and can be long. */
  private messages: { readonly task: number; readonly of: readonly TaskMessage[] } | null = null;

  constructor(database: Database) {
    this.database = database;
    this.selectTask = database.prepare(`
      SELECT id, role, status, agent, finish_reason, error_class, error_status, error_message, text
      FROM tasks WHERE task = ?`);
    this.selectMessages = database.prepare(
      'SELECT role, content FROM conversations WHERE task = ? ORDER BY position',
    );
    this.selectAttempts = database.prepare(`
      SELECT attempts.*, events.nano_usd AS reserved, events.data ->> 'turn' AS turn
      FROM attempts LEFT JOIN events ON events.seq = attempts.started_seq
      WHERE attempts.task = ? ORDER BY started_seq`);
    this.selectReserved = database.prepare('SELECT nano_usd FROM events WHERE seq = ?');
  }

  /**
   * A task as it was last committed; null where the plan has none of this number.
   *
   * @param open its attempt under way, which is in no table before its end
   */
  read(task: number, open: OpenAttempt | null = null): TaskRecord | null {
    const row = this.selectTask.get(task) as unknown as TaskRow | undefined;
    if (row === undefined) return null;
    const { id, role, status, agent, text, error_class, error_status, error_message } = row;
    const turns = saidTurns(this.database, task);
    return {
      ...{ task, id, role, status },
      agent: agent ?? -1,
      messages: [...this.messagesOf(task), ...messagesOfTurns(turns)],
      toolCalls: turns.flatMap(({ toolCalls }) => toolCalls),
      attempts: this.attemptsOf(task, open, turns),
      answer: text,
      finishReason: row.finish_reason,
      error:
        error_class === null
          ? null
          : {
              // What was skipped has not failed.
              class: error_class === 'skipped' ? null : error_class,
              status: error_status,
              message: error_message ?? '',
            },
    };
  }

  private messagesOf(task: number): readonly TaskMessage[] {
    if (this.messages?.task !== task || this.messages.of.length === 0) {
      const of = this.selectMessages
        .all(task)
        .map(({ role, content }) => ({ role: String(role), content: String(content) }));
      this.messages = { task, of };
    }
    return this.messages.of;
  }

  private attemptsOf(
    task: number,
    open: OpenAttempt | null,
    turns: readonly RecordedTurn[],
  ): AttemptRecord[] {
    const rows = this.selectAttempts.all(task) as unknown as AttemptRow[];
    const begunT = rows[0]?.started_t ?? open?.startedT ?? null;
    const addedT = begunT === null ? null : this.queuedT(task, begunT);
    const out = rows.map((row, i) =>
      endedAttempt(row, queuedAfter(rows[i - 1] ?? null, addedT, turns)),
    );
    if (open === null) return out;
    const reserved = this.selectReserved.get(open.startedSeq)?.nano_usd ?? null;
    out.push(
      runningAttempt(
        open,
        queuedAfter(rows.at(-1) ?? null, addedT, turns),
        reserved === null ? null : Number(reserved),
      ),
    );
    return out;
  }

  /** When a task came into the queue that was begun then. */
  private queuedT(task: number, begunT: number): number | null {
    this.added ??= readAdded(this.database);
    const { t, count, blocked } = this.added;
    if (!blocked) return task < count ? t : null;
    if (this.released?.task === task) return this.released.t;
    const found = releasedT(this.database, task, begunT);
    if (found !== null) this.released = { task, t: found };
    return found;
  }
}

interface FirstTasks {
  /** When they were added. */
  readonly t: number;
  readonly count: number;
  /** They waited for each other, and came into the queue as they were released. */
  readonly blocked: boolean;
}

function readAdded(database: Database): FirstTasks {
  const row = database
    .prepare("SELECT t, data FROM events WHERE type = 'tasks.added' ORDER BY seq LIMIT 1")
    .get();
  if (row === undefined) return { t: 0, count: 0, blocked: false };
  const { count, blocked = false } = JSON.parse(String(row.data));
  return { t: Number(row.t), count: Number(count), blocked };
}
