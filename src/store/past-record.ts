import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../spec/usage-error.ts';
import { RecordReader } from './record-reader.ts';
import { readRecord } from './run-reader.ts';
import type { RunRecord } from './run-record.ts';
import { oldestSchema, schemaVersion } from './schema.ts';

/** The record of a run that is only looked at. */
export interface PastRecord {
  readonly record: RunRecord;
  /** To be closed by whoever opened it. */
  readonly reader: RecordReader;
}

/**
 * Opens the record of a run to look at it; nothing is locked and nothing written. Throws a `UsageError`
 * where there is none, or where another version of swarmdeck wrote it otherwise.
 */
export function openPastRecord(directory: string): PastRecord {
  const path = join(directory, 'run.db');
  if (!existsSync(path)) throw new UsageError(`${directory} holds no run (run.db is missing)`);
  const reader = new RecordReader(directory);
  try {
    const { database } = reader;
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    const record = readRecord(database);
    if (version >= oldestSchema && version <= schemaVersion) return { record, reader };
    const other = version > schemaVersion ? 'a newer' : 'an older';
    throw new UsageError(
      `${path} was written by ${other} swarmdeck (${record.versions.swarmdeck}), which this one cannot show; its results.jsonl is still good`,
    );
  } catch (error) {
    reader.close();
    if (error instanceof UsageError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} cannot be read as a run: ${said}`);
  }
}
