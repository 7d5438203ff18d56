import { sqliteCode } from './sqlite.ts';

/** What an operator can do about it, by SQLite's code: https://www.sqlite.org/rescode.html */
const mends: Record<number, string> = {
  5: 'another program holds the database; close it',
  8: 'the directory has become read-only',
  10: 'the disk reports an error',
  11: 'the database is damaged',
  13: 'the disk is full; make room',
};

/** The run's record could not be written. Nothing that was committed before is lost. */
export class JournalError extends Error {
  override name = 'JournalError';

  constructor(path: string, cause: unknown) {
    const mend = mends[sqliteCode(cause) ?? -1];
    const said = cause instanceof Error ? cause.message : String(cause);
    super(`${path} could not be written: ${said}${mend === undefined ? '' : ` (${mend})`}`, {
      cause,
    });
  }
}
