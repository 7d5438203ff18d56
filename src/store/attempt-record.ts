import type { FailureClass } from '../state/event-parts.ts';
import type { RecordedTurn } from '../state/recorded-turns.ts';
import type { AttemptError, AttemptOutcome, AttemptRecord } from '../state/task-record.ts';
import type { OpenAttempt } from './attempt-tracker.ts';

/** A row of `attempts`, with what was set aside for it. */
export interface AttemptRow {
  readonly attempt: number;
  readonly agent: number;
  readonly route: number;
  readonly started_t: number;
  readonly sent_t: number | null;
  readonly streaming_t: number | null;
  readonly ended_t: number;
  readonly connect_ms: number | null;
  readonly first_token_ms: number | null;
  readonly outcome: Exclude<AttemptOutcome, 'running'>;
  readonly class: FailureClass | null;
  readonly status: number | null;
  readonly wait_ms: number | null;
  readonly input_tokens: number | null;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly output_tokens: number;
  readonly usage_estimated: number;
  readonly cost_nano_usd: number | null;
  readonly uncertain: number;
  readonly message: string | null;
  readonly reserved: number | null;
  /** Null for the first. */
  readonly turn: number | null;
}

/** An attempt that has ended. */
export function endedAttempt(row: AttemptRow, queuedT: number | null): AttemptRecord {
  return {
    attempt: row.attempt,
    turn: row.turn ?? 1,
    agent: row.agent,
    route: row.route,
    queuedT,
    startedT: row.started_t,
    sentT: row.sent_t,
    streamingT: row.streaming_t,
    endedT: row.ended_t,
    connectMs: row.connect_ms,
    firstTokenMs: row.first_token_ms,
    outcome: row.outcome,
    error: errorOf(row),
    waitMs: row.wait_ms,
    usage:
      row.input_tokens === null
        ? null
        : {
            inputTokens: row.input_tokens,
            cacheReadTokens: row.cache_read_tokens,
            cacheWriteTokens: row.cache_write_tokens,
            outputTokens: row.output_tokens,
            estimated: row.usage_estimated === 1,
          },
    costNanoUsd: row.cost_nano_usd,
    reservedNanoUsd: row.reserved,
    uncertain: row.uncertain === 1,
  };
}

/** One that is under way. */
export function runningAttempt(
  open: OpenAttempt,
  queuedT: number | null,
  reservedNanoUsd: number | null,
): AttemptRecord {
  const { attempt, turn, agent, route, startedT, sentT, streamingT, connectMs, firstTokenMs } =
    open;
  return {
    ...{
      attempt,
      turn,
      agent,
      route,
      queuedT,
      startedT,
      sentT,
      streamingT,
      connectMs,
      firstTokenMs,
    },
    ...{ endedT: null, outcome: 'running', error: null, waitMs: null, usage: null },
    ...{ costNanoUsd: null, reservedNanoUsd, uncertain: false },
  };
}

/**
 * When the attempt after this one was put in the queue.
 *
 * @param before the attempt before it; null for the first one
 * @param addedT when the task came to be; null where that is not known
 * @param turns of the task, the last of which had their tools run before it was queued again
 */
export function queuedAfter(
  before: AttemptRow | null,
  addedT: number | null,
  turns: readonly RecordedTurn[],
): number | null {
  if (before === null) return addedT;
  switch (before.outcome) {
    case 'retrying':
      return before.ended_t + (before.wait_ms ?? 0);
    case 'requeued':
      return before.ended_t;
    case 'turn': {
      const turn = turns.find(({ endedT }) => endedT === before.ended_t);
      // When the code of an agent wanted its next call is not told.
      const isCode = turn?.problem === null && turn.toolCalls.length === 0;
      if (turn === undefined || isCode) return null;
      return turn.toolCalls.reduce((last, { end }) => Math.max(last, end?.t ?? 0), turn.endedT);
    }
    default:
      // It was taken up again by a resume or by hand: the attempts do not say when.
      return null;
  }
}

function errorOf({ class: failureClass, status, message }: AttemptRow): AttemptError | null {
  if (failureClass === null && message === null) return null;
  return { class: failureClass, status, message: message ?? '' };
}
