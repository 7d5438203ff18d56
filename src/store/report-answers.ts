import type { ReportAnswers } from '../report/report-markdown.ts';
import { readFirstDone } from './result-rows.ts';
import { roleSchemas } from './role-schemas.ts';
import { readRecord } from './run-reader.ts';
import type { Database } from './sqlite.ts';

/** The answers of a run as a report asks for them, one held at a time. */
export function reportAnswers(database: Database): ReportAnswers {
  const schemas = roleSchemas(database);
  const { roles } = readRecord(database).spec;
  const numbers = (structured: boolean) =>
    roles.flatMap(({ name }, role) => (schemas.has(name) === structured ? [role] : []));
  const count = (of: readonly number[]) =>
    Number(
      database
        .prepare(
          "SELECT count(*) AS count FROM tasks WHERE status = 'done' AND role IN (SELECT value FROM json_each(?))",
        )
        .get(JSON.stringify(of))?.count,
    );
  return {
    schemas,
    structured: schemas.size === 0 ? 0 : count(numbers(true)),
    free: count(numbers(false)),
    lines: (kind, most) => readFirstDone(database, numbers(kind === 'structured'), most),
  };
}
