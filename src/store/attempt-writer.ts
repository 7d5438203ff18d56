import type { AttemptEnd, EndedAttempt, OpenAttempt } from './attempt-tracker.ts';
import type { Database, Statement } from './sqlite.ts';

type Outcome = 'done' | 'turn' | 'retrying' | 'failed' | 'poison' | 'cancelled' | 'requeued';

const outcomes: Record<AttemptEnd['type'], Outcome> = {
  'task.finished': 'done',
  'turn.finished': 'turn',
  'turn.failed': 'failed',
  'task.retrying': 'retrying',
  'task.failed': 'failed',
  'task.poisoned': 'poison',
  'task.cancelled': 'cancelled',
  'task.requeued': 'requeued',
};

/** Writes attempts, each in one row once it has ended. */
export class AttemptWriter {
  readonly #insert: Statement;
  readonly #insertFailure: Statement;

  constructor(database: Database) {
    const start =
      'started_seq, task, attempt, agent, route, started_t, sent_t, streaming_t, connect_ms, first_token_ms, ended_t, outcome';
    this.#insert = database.prepare(`
      INSERT INTO attempts (${start}, call_ms, input_tokens, cache_read_tokens, cache_write_tokens,
        output_tokens, usage_estimated, cost_nano_usd)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#insertFailure = database.prepare(`
      INSERT INTO attempts (${start}, class, status, wait_ms, uncertain, message)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (started_seq) DO NOTHING`);
  }

  /** Writes an attempt that ended; belongs in a transaction. */
  write({ open, end }: EndedAttempt): void {
    const outcome = outcomes[end.type];
    switch (end.type) {
      case 'task.finished':
      case 'turn.finished': {
        const { usage, costNanoUsd } = ('last' in end && end.last) || end;
        this.#insert.run(
          open.startedSeq,
          open.task,
          open.attempt,
          open.agent,
          open.route,
          open.startedT,
          open.sentT,
          open.streamingT,
          open.connectMs,
          open.firstTokenMs ?? end.firstTokenMs,
          end.t,
          outcome,
          end.callMs,
          usage.inputTokens,
          usage.cacheReadTokens,
          usage.cacheWriteTokens,
          usage.outputTokens,
          usage.estimated ? 1 : 0,
          costNanoUsd,
        );
        return;
      }
      case 'task.retrying':
        this.#fail(
          open,
          end.t,
          outcome,
          end.class,
          end.status,
          end.waitMs,
          end.uncertain,
          end.message,
        );
        return;
      case 'turn.failed':
      case 'task.failed':
      case 'task.poisoned':
        this.#fail(open, end.t, outcome, end.class, end.status, null, end.uncertain, end.message);
        return;
      case 'task.cancelled':
        this.#fail(open, end.t, outcome, 'cancelled', null, null, end.uncertain, end.reason);
        return;
      case 'task.requeued':
        // The event does not say whether the call may have been billed; that it was sent does.
        this.#fail(open, end.t, outcome, null, null, null, open.sentT !== null, null);
    }
  }

  /**
   * Writes an attempt that was in flight when its process died. Whether its request had been sent is
   * known only up to the last commit, so what it cost is uncertain either way. Written once, however
   * often the run is opened.
   */
  writeLost(open: OpenAttempt, lastT: number): void {
    this.#fail(
      open,
      lastT,
      'lost',
      null,
      null,
      null,
      true,
      'the process ended while the call was in flight',
    );
  }

  #fail(
    open: OpenAttempt,
    endedT: number,
    outcome: Outcome | 'lost',
    failureClass: string | null,
    status: number | null,
    waitMs: number | null,
    uncertain: boolean,
    message: string | null,
  ): void {
    this.#insertFailure.run(
      open.startedSeq,
      open.task,
      open.attempt,
      open.agent,
      open.route,
      open.startedT,
      open.sentT,
      open.streamingT,
      open.connectMs,
      open.firstTokenMs,
      endedT,
      outcome,
      failureClass,
      status,
      waitMs,
      uncertain ? 1 : 0,
      message,
    );
  }
}
