import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeFileAtomic } from './atomic-file.ts';
import type { Metrics } from './metrics-schema.ts';
import { type ProcessFigures, saveProcessFigures } from './process-figures.ts';
import { responsesFolder } from './run-files.ts';
import { runMetrics } from './run-metrics.ts';
import type { RunStore } from './run-store.ts';
import { writeEmbeddings } from './write-embeddings.ts';
import { writeReport } from './write-report.ts';
import { writeResponses } from './write-responses.ts';
import { writeResults } from './write-results.ts';

export interface WrittenRunFiles {
  readonly metrics: Metrics;
  /** Files in the responses folder, one for each agent that worked. */
  readonly responseFiles: number;
}

/**
 * Writes the files of a run directory that people and programs read, from what run.db holds: on
 * every way out, whether all tasks are done or not, and again after a resume. Each file is whole or
 * the former one. Call it when the engine has ended and before the store is closed. Throws if the
 * disk fails.
 *
 * @param figures of this session; null leaves those that it has
 */
export async function writeRunFiles(
  store: RunStore,
  figures: ProcessFigures | null,
): Promise<WrittenRunFiles> {
  const { database, directory } = store;
  store.flush();
  if (figures !== null) saveProcessFigures(database, figures);
  const responseFiles = await writeResponses(database, directory);
  await writeResults(database, directory);
  await writeEmbeddings(database, directory);
  await nextTurn();
  const metrics = runMetrics(database);
  const text = `${JSON.stringify(metrics, null, 2)}\n`;
  writeFileAtomic(join(directory, 'metrics.json'), text);
  writeFileAtomic(join(directory, responsesFolder, 'metrics.json'), text);
  await writeReport(database, directory, metrics);
  return { metrics, responseFiles };
}
