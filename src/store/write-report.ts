import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { reportMarkdown } from '../report/report-markdown.ts';
import { writeAtomic } from './atomic-file.ts';
import type { Metrics } from './metrics-schema.ts';
import { readReport } from './read-report.ts';
import { reportAnswers } from './report-answers.ts';
import type { Database } from './sqlite.ts';

/** A larger one is named and not read: a report is written in little memory. */
const mostOutcomeBytes = 8_000_000;

/** Writes report.md of a run directory: the figures, and as much of the answers as is read by a person. */
export async function writeReport(
  database: Database,
  directory: string,
  metrics: Metrics,
): Promise<void> {
  const facts = readReport(database, metrics, { running: false, outcome: readOutcome(directory) });
  await nextTurn();
  await writeAtomic(join(directory, 'report.md'), (file) => {
    for (const part of reportMarkdown(facts, reportAnswers(database))) file.write(part);
  });
}

/** What outcome.json of a run directory holds; undefined where there is none that can be read. */
export function readOutcome(directory: string): unknown {
  const path = join(directory, 'outcome.json');
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return undefined;
  if (size > mostOutcomeBytes) return 'It is large: see outcome.json.';
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
