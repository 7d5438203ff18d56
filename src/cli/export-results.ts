import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExportWish } from '../../components/console-options.ts';
import { resultsEndings, resultsFormat } from '../report/results-format.ts';
import { UsageError } from '../spec/usage-error.ts';
import { writeAtomic } from '../store/atomic-file.ts';
import type { RecordReader } from '../store/record-reader.ts';
import { count } from './format.ts';
import { bytes } from './runs-format.ts';

/** Results between two turns of the event loop, so that the console keeps drawing. */
const resultsATurn = 100;

/**
 * Writes results to a file, whole or not at all, and gives what was done in words.
 *
 * @param tasks those that are written, in the order of the plan
 * @throws UsageError where the file's name asks for no format, or it is there and is not to be replaced
 */
export async function exportResults(
  reader: RecordReader,
  tasks: readonly number[],
  { file, overwrite }: Pick<ExportWish, 'file' | 'overwrite'>,
): Promise<string> {
  const format = resultsFormat(file, reader.schemas);
  if (format === null)
    throw new UsageError(
      `export writes ${resultsEndings.join(', ')}; ${file} ends in none of them`,
    );
  const path = resolve(file.replace(/^~(?=\/)/, homedir()));
  if (!overwrite && existsSync(path))
    throw new UsageError(`${file} is there already; export! ${file} replaces it`);
  if (!existsSync(dirname(path)))
    throw new UsageError(`${file}: there is no directory ${dirname(path)}`);
  await writeAtomic(path, async (to) => {
    to.write(format.head);
    for (let first = 0; first < tasks.length; first += resultsATurn) {
      for (const line of reader.lines(tasks.slice(first, first + resultsATurn)))
        to.write(format.write(line));
      await nextTurn();
    }
  });
  const results = tasks.length === 1 ? '1 result' : `${count(tasks.length)} results`;
  return `${results} in ${file}, ${bytes(statSync(path).size)}`;
}
