import type { RunEvent } from '../state/events.ts';
import type { Database } from './sqlite.ts';

/** A row of `events` with the columns of the task that it ended. */
interface EventRow {
  seq: number;
  t: number;
  type: RunEvent['type'];
  task: number | null;
  agent: number | null;
  route: number | null;
  attempt: number | null;
  ms: number | null;
  nano_usd: number | null;
  data: string | null;
  call_ms: number;
  first_token_ms: number | null;
  finish_reason: string;
  input_tokens: number;
  cache_read_tokens: number;
  cache_write_tokens: number;
  output_tokens: number;
  usage_estimated: number;
  cost_nano_usd: number | null;
  text: string;
}

const selectEventsWith = (text: string) => `
  SELECT e.*, k.call_ms, k.first_token_ms, k.finish_reason, k.input_tokens, k.cache_read_tokens,
    k.cache_write_tokens, k.output_tokens, k.usage_estimated, k.cost_nano_usd, ${text} AS text
  FROM events e
  LEFT JOIN tasks k ON e.type IN ('task.finished', 'task.cached') AND k.task = e.task
    AND (e.data IS NULL OR json_type(e.data, '$.text') IS NULL)
`;
const selectEvents = selectEventsWith('k.text');

/** Whether the columns hold most of the event, and `data` what is rare. */
function isBeyondColumns(type: RunEvent['type'], rest: { readonly text?: string }): boolean {
  return type === 'task.started' || (type === 'task.finished' && rest.text === undefined);
}

/** The event as it was appended: `event-writer.ts` the other way round. */
function decode(row: EventRow): RunEvent {
  const stamp = { v: 1, seq: row.seq, t: row.t } as const;
  const task = row.task!;
  const agent = row.agent!;
  const { type } = row;
  const rest = row.data === null ? {} : JSON.parse(row.data);
  if (row.data === null || isBeyondColumns(type, rest)) {
    switch (type) {
      case 'task.started':
        return {
          ...stamp,
          type,
          task,
          agent,
          route: row.route!,
          attempt: row.attempt!,
          reservedNanoUsd: row.nano_usd,
          ...rest,
        };
      case 'call.sent':
        return { ...stamp, type, task, agent, connectMs: row.ms! };
      case 'call.streaming':
        return { ...stamp, type, task, agent, firstTokenMs: row.ms! };
      case 'task.finished':
        return {
          ...stamp,
          type,
          task,
          agent,
          route: row.route!,
          attempts: row.attempt!,
          durationMs: row.ms!,
          callMs: row.call_ms,
          firstTokenMs: row.first_token_ms,
          finishReason: row.finish_reason,
          usage: {
            inputTokens: row.input_tokens,
            cacheReadTokens: row.cache_read_tokens,
            cacheWriteTokens: row.cache_write_tokens,
            outputTokens: row.output_tokens,
            estimated: row.usage_estimated === 1,
          },
          costNanoUsd: row.cost_nano_usd,
          text: row.text,
          ...rest,
        };
    }
  }
  if (type === 'task.cached') {
    const { run, source } = rest;
    const { finish_reason: finishReason, text } = row;
    return { ...stamp, type, task, run, source, finishReason, text, ...rest };
  }
  return {
    ...stamp,
    type,
    ...(row.task === null ? {} : { task }),
    ...(row.agent === null ? {} : { agent }),
    ...rest,
  } as RunEvent;
}

/** The run's events in their order, from `fromSeq` on; one row is held at a time. */
export function* readEvents(database: Database, fromSeq = 0): Generator<RunEvent> {
  const rows = database.prepare(`${selectEvents} WHERE e.seq >= ? ORDER BY e.seq`).iterate(fromSeq);
  for (const row of rows) yield decode(row as unknown as EventRow);
}

/**
 * The same with answers left empty: a state is folded without them, and they are by far the most of
 * what there is to read.
 */
export function* readEventsToFold(database: Database): Generator<RunEvent> {
  const rows = database.prepare(`${selectEventsWith("''")} ORDER BY e.seq`).iterate();
  for (const row of rows) yield decode(row as unknown as EventRow);
}

/** One event by its number; null where there is none. */
export function readEvent(database: Database, seq: number): RunEvent | null {
  const row = database.prepare(`${selectEvents} WHERE e.seq = ?`).get(seq);
  return row === undefined ? null : decode(row as unknown as EventRow);
}
