import { join } from 'node:path';
import { callKey } from './call-key.ts';
import { readRecord } from './run-reader.ts';
import type { RunRecord } from './run-record.ts';
import { schemaVersion } from './schema.ts';
import { type Database, openForReading } from './sqlite.ts';
import { readMessages } from './stored-messages.ts';

/** An answer as it stands in the record of a run. */
export interface RecordedAnswer {
  /** Id of the task. */
  readonly id: string;
  readonly text: string;
  readonly finishReason: string;
  readonly outputTokens: number;
  readonly key: Buffer;
  /** When it was given, ms since 1970. */
  readonly atMs: number;
}

/** Rows that answered a call of the plan as it stands: in one turn, and to their own end. */
export const answeredOnce = `
  SELECT tasks.task, tasks.id, tasks.role, tasks.route, tasks.messages, tasks.finish_reason,
    tasks.output_tokens, events.t, tasks.text
  FROM tasks JOIN events ON events.seq = tasks.ended_seq
  WHERE tasks.status = 'done' AND events.type = 'task.finished' AND tasks.finish_reason = 'stop'
    AND (events.data IS NULL OR json_type(events.data, '$.turns') IS NULL)`;

/** The answers of one run, read as they are asked for. Throws where it is none, or another version's. */
export class AnswerSource {
  readonly record: RunRecord;
  private readonly database: Database;

  constructor(directory: string) {
    this.database = openForReading(join(directory, 'run.db'));
    try {
      const { user_version: version } = this.database.prepare('PRAGMA user_version').get() ?? {};
      if (version !== schemaVersion) throw new Error(`${directory} is of another version`);
      this.record = readRecord(this.database);
    } catch (error) {
      this.database.close();
      throw error;
    }
  }

  /** Null where the task has no answer that stands for identical calls, or has it no more. */
  answer(task: number): RecordedAnswer | null {
    const row = this.database.prepare(`${answeredOnce} AND tasks.task = ?`).get(task);
    return row === undefined ? null : recordedAnswer(this.database, this.record, row);
  }

  close(): void {
    this.database.close();
  }
}

/** @param row of `answeredOnce`; null where its call is not one whose answer is the same again */
export function recordedAnswer(
  database: Database,
  { spec, startedAt }: RunRecord,
  row: Readonly<Record<string, unknown>>,
): RecordedAnswer | null {
  const route = spec.routes[Number(row.route)];
  const role = spec.roles[Number(row.role)];
  const text = database.prepare('SELECT content FROM texts WHERE id = ?');
  const messages = readMessages(String(row.messages), (id) => String(text.get(id)!.content));
  // What turns texts into vectors says nothing.
  if (messages.length === 0) return null;
  const key = callKey(route, role, messages);
  if (key === null) return null;
  return {
    id: String(row.id),
    text: String(row.text),
    finishReason: String(row.finish_reason),
    outputTokens: Number(row.output_tokens),
    key,
    atMs: Date.parse(startedAt) + Number(row.t),
  };
}
