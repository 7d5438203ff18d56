import { setImmediate as nextTurn } from 'node:timers/promises';
import { cacheableRoles } from '../spec/cacheable.ts';
import { AnswerIndex } from './answer-index.ts';
import { answeredOnce, recordedAnswer } from './answer-source.ts';
import { readRecord } from './run-reader.ts';
import type { Database } from './sqlite.ts';

/** Answers between two turns of the event loop. */
const answersATurn = 500;

/**
 * Makes the answers of a run findable by later ones: those of its own calls that another try would give
 * again. Throws where the index cannot be written.
 */
export async function indexAnswers(database: Database, directory: string): Promise<void> {
  const record = readRecord(database);
  const { runId } = record;
  const roles = cacheableRoles(record.spec);
  if (roles.length === 0) return;
  const index = new AnswerIndex();
  try {
    const select = database.prepare(
      `${answeredOnce} AND tasks.role IN (SELECT value FROM json_each(?)) AND tasks.task > ?
      ORDER BY tasks.task LIMIT ${answersATurn}`,
    );
    for (let last = -1; ; ) {
      const rows = select.all(JSON.stringify(roles), last);
      if (rows.length === 0) return;
      const answers = rows.flatMap((row) => {
        const answer = recordedAnswer(database, record, row);
        return answer === null ? [] : [{ ...answer, task: Number(row.task) }];
      });
      index.add({ directory, runId }, answers);
      last = Number(rows[rows.length - 1].task);
      await nextTurn();
    }
  } finally {
    index.close();
  }
}
