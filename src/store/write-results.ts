import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeAtomic } from './atomic-file.ts';
import { readResults } from './result-rows.ts';
import type { Database } from './sqlite.ts';

/** Rows between two turns of the event loop, so that a console keeps drawing. */
const rowsATurn = 500;

/**
 * Writes results.jsonl: a line for every task of the plan, in its order. A task that has no end, the
 * run having been stopped before, is `cancelled` with the attempts that were made.
 */
export async function writeResults(database: Database, directory: string): Promise<void> {
  await writeAtomic(join(directory, 'results.jsonl'), async (file) => {
    let written = 0;
    for (const line of readResults(database)) {
      file.write(`${JSON.stringify(line)}\n`);
      if (++written % rowsATurn === 0) await nextTurn();
    }
  });
}
