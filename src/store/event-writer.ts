import type { Plan } from '../plan/plan.ts';
import type { EventOf, RunEvent } from '../state/events.ts';
import { addAgents } from './add-agents.ts';
import { readEvent } from './event-reader.ts';
import { forgetDeferred, writeDeferred } from './plan-writer.ts';
import type { Database, Statement } from './sqlite.ts';

type TaskEnd =
  | EventOf<'task.finished'>
  | EventOf<'task.cached'>
  | EventOf<'task.failed'>
  | EventOf<'task.poisoned'>
  | EventOf<'task.cancelled'>;

const statuses = {
  'task.failed': 'failed',
  'task.poisoned': 'poison',
  'task.cancelled': 'cancelled',
} as const;

/** What of an event has no column of its own, as JSON; null if nothing is left. */
function dataOf(event: RunEvent): string | null {
  const { v, seq, t, type, task, agent, ...rest } = event as RunEvent & {
    task?: number;
    agent?: number;
  };
  return Object.keys(rest).length === 0 ? null : JSON.stringify(rest);
}

/** What a finished task has beyond the columns of its row; null where it took one turn. */
function turnsOf({ turns, last }: EventOf<'task.finished'>): string | null {
  return turns === undefined ? null : JSON.stringify({ turns, last });
}

/**
 * Turns events into rows. The four events that every call gives go into plain columns, because
 * they are most of a run; the others, a few a second, keep their fields as JSON.
 */
export class EventWriter {
  readonly #database: Database;
  readonly #plan: Plan;
  readonly #insertEvent: Statement;
  readonly #insertStart: Statement;
  readonly #finishTask: Statement;
  readonly #endTask: Statement;

  /** @param plan the run's, for messages that are known with the first call alone */
  constructor(database: Database, plan: Plan) {
    this.#database = database;
    this.#plan = plan;
    this.#insertEvent = database.prepare(
      'INSERT INTO events (seq, t, type, task, agent, route, attempt, ms, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#insertStart = database.prepare(
      "INSERT INTO events (seq, t, type, task, agent, route, attempt, nano_usd, data) VALUES (?, ?, 'task.started', ?, ?, ?, ?, ?, ?)",
    );
    // A task that is done keeps its row: see #displace.
    this.#finishTask = database.prepare(`
      UPDATE tasks SET status = 'done', agent = ?, route = ?, attempts = ?, duration_ms = ?, call_ms = ?,
        first_token_ms = ?, input_tokens = ?, cache_read_tokens = ?, cache_write_tokens = ?,
        output_tokens = ?, usage_estimated = ?, cost_nano_usd = ?, finish_reason = ?, error_class = NULL,
        error_status = NULL, error_message = NULL, ended_seq = ?, text = ?
      WHERE task = ? AND status <> 'done'`);
    this.#endTask = database.prepare(`
      UPDATE tasks SET status = ?, agent = ?, route = ?, attempts = ?, duration_ms = ?,
        error_class = ?, error_status = ?, error_message = ?, ended_seq = ?, input_tokens = ?,
        cache_read_tokens = ?, cache_write_tokens = ?, output_tokens = ?, usage_estimated = ?,
        cost_nano_usd = ?
      WHERE task = ? AND status <> 'done'`);
  }

  /** Writes one event; belongs in a transaction. */
  write(event: RunEvent): void {
    const { seq, t, type } = event;
    const insert = this.#insertEvent;
    switch (type) {
      case 'task.started':
        this.#insertStart.run(
          seq,
          t,
          event.task,
          event.agent,
          event.route,
          event.attempt,
          event.reservedNanoUsd,
          event.turn === undefined ? null : JSON.stringify({ turn: event.turn }),
        );
        this.#keepMessages(event.task);
        return;
      case 'call.sent':
        insert.run(seq, t, type, event.task, event.agent, null, null, event.connectMs, null);
        return;
      case 'call.streaming':
        insert.run(seq, t, type, event.task, event.agent, null, null, event.firstTokenMs, null);
        return;
      case 'task.finished':
        insert.run(
          seq,
          t,
          type,
          event.task,
          event.agent,
          event.route,
          event.attempts,
          event.durationMs,
          turnsOf(event),
        );
        this.#end(event);
        return;
      case 'task.cached': {
        // Its text and how it ended stand in the row of the task.
        const { run, source } = event;
        const data = JSON.stringify({ run, source });
        insert.run(seq, t, type, event.task, null, null, null, null, data);
        this.#keepMessages(event.task);
        this.#end(event);
        return;
      }
      case 'task.failed':
      case 'task.poisoned':
      case 'task.cancelled':
        insert.run(
          seq,
          t,
          type,
          event.task,
          event.agent,
          null,
          event.attempts,
          event.durationMs,
          dataOf(event),
        );
        this.#end(event);
        return;
      case 'task.retrying':
        insert.run(
          seq,
          t,
          type,
          event.task,
          event.agent,
          event.route,
          event.attempt,
          event.waitMs,
          dataOf(event),
        );
        return;
      case 'turn.failed':
      case 'turn.finished':
        insert.run(seq, t, type, event.task, event.agent, event.route, null, null, dataOf(event));
        return;
      case 'program.started':
        insert.run(seq, t, type, event.task, event.agent, null, null, null, dataOf(event));
        this.#keepMessages(event.task);
        return;
      case 'program.warned':
      case 'tool.asked':
      case 'tool.answered':
      case 'tool.started':
      case 'tool.finished':
      case 'call.stage':
      case 'task.requeued':
        insert.run(seq, t, type, event.task, event.agent, null, null, null, dataOf(event));
        return;
      case 'task.reopened':
        insert.run(seq, t, type, event.task, null, null, null, null, dataOf(event));
        this.#reopen(event.task);
        return;
      case 'tasks.skipped':
        insert.run(seq, t, type, null, null, null, null, null, dataOf(event));
        for (const task of event.tasks) this.#skip(task, event.reason, seq);
        return;
      case 'tasks.blocked':
        insert.run(seq, t, type, null, null, null, null, null, dataOf(event));
        for (const task of event.tasks) {
          this.#reopen(task);
          if (this.#plan.graph?.isDeferred(task)) forgetDeferred(this.#database, task);
        }
        return;
      case 'agents.changed':
        addAgents(this.#database, event.role, event.to);
        insert.run(seq, t, type, null, null, null, null, null, dataOf(event));
        return;
      default:
        insert.run(seq, t, type, null, null, null, null, null, dataOf(event));
    }
  }

  #keepMessages(task: number): void {
    if (this.#plan.graph?.isDeferred(task)) writeDeferred(this.#database, this.#plan, task);
  }

  #skip(task: number, reason: string, seq: number): void {
    this.#database
      .prepare(`
        UPDATE tasks SET status = 'skipped', error_class = 'skipped', error_message = ?, ended_seq = ?
        WHERE task = ? AND status <> 'done'`)
      .run(reason, seq, task);
  }

  /** The task has no end again. What its former end said stands whole in the log. */
  #reopen(task: number): void {
    this.#database
      .prepare(`
        UPDATE tasks SET status = 'queued', agent = NULL, route = NULL, attempts = 0, duration_ms = NULL,
          input_tokens = NULL, cache_read_tokens = NULL, cache_write_tokens = NULL,
          output_tokens = NULL, usage_estimated = NULL, cost_nano_usd = NULL, error_class = NULL, error_status = NULL, error_message = NULL, ended_seq = NULL
        WHERE task = ? AND status <> 'done'`)
      .run(task);
  }

  #end(event: TaskEnd): void {
    if (this.#update(event)) return;
    this.#displace(event.task);
    this.#update(event);
  }

  /** False if the task has no row or is done already. */
  #update(event: TaskEnd): boolean {
    if (event.type === 'task.finished') {
      const { usage } = event;
      const { changes } = this.#finishTask.run(
        event.agent,
        event.route,
        event.attempts,
        event.durationMs,
        event.callMs,
        event.firstTokenMs,
        usage.inputTokens,
        usage.cacheReadTokens,
        usage.cacheWriteTokens,
        usage.outputTokens,
        usage.estimated ? 1 : 0,
        event.costNanoUsd,
        event.finishReason,
        event.seq,
        event.text,
        event.task,
      );
      return changes === 1;
    }
    if (event.type === 'task.cached') return this.#updateCached(event);
    const failed = event.type !== 'task.cancelled';
    const { usage = null, costNanoUsd = null } = event.spent ?? {};
    const { changes } = this.#endTask.run(
      statuses[event.type],
      event.agent < 0 ? null : event.agent,
      failed ? event.route : null,
      event.attempts,
      event.durationMs,
      failed ? event.class : 'cancelled',
      failed ? event.status : null,
      failed ? event.message : event.reason,
      event.seq,
      usage?.inputTokens ?? null,
      usage?.cacheReadTokens ?? null,
      usage?.cacheWriteTokens ?? null,
      usage?.outputTokens ?? null,
      usage === null ? null : Number(usage.estimated),
      costNanoUsd,
      event.task,
    );
    return changes === 1;
  }

  /** Nobody worked on it, it took no time, and it cost nothing. */
  #updateCached({ finishReason, seq, text, task }: EventOf<'task.cached'>): boolean {
    const figures = [null, null, 0, null, null, null, null, null, null, null, null, 0] as const;
    return this.#finishTask.run(...figures, finishReason, seq, text, task).changes === 1;
  }

  /**
   * A task that is done is worked on again. Its event leaned on the row that is about to change, so
   * the event takes all its fields with it first: the log never loses what happened.
   */
  #displace(task: number): void {
    const row = this.#database.prepare('SELECT ended_seq FROM tasks WHERE task = ?').get(task);
    const former = row === undefined ? null : readEvent(this.#database, Number(row.ended_seq));
    if (former === null)
      throw new Error(`an event names task ${task}, which the plan does not have`);
    this.#database
      .prepare('UPDATE events SET data = ? WHERE seq = ?')
      .run(dataOf(former), former.seq);
    this.#database
      .prepare(`
        UPDATE tasks SET status = 'queued', call_ms = NULL, first_token_ms = NULL, input_tokens = NULL,
          cache_read_tokens = NULL, cache_write_tokens = NULL, output_tokens = NULL,
          usage_estimated = NULL, cost_nano_usd = NULL, finish_reason = NULL, text = NULL
        WHERE task = ?`)
      .run(task);
  }
}
