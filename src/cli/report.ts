import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { reportMarkdown } from '../report/report-markdown.ts';
import type { ResultLine } from '../report/result-line.ts';
import { resultsFormat } from '../report/results-format.ts';
import { UsageError } from '../spec/usage-error.ts';
import { writeAtomic } from '../store/atomic-file.ts';
import { findRun } from '../store/find-run.ts';
import { openPastRecord } from '../store/past-record.ts';
import { readReport } from '../store/read-report.ts';
import type { RecordReader } from '../store/record-reader.ts';
import { reportAnswers } from '../store/report-answers.ts';
import { readEndedResults, readResults } from '../store/result-rows.ts';
import { lockHolder } from '../store/run-lock.ts';
import { runMetrics } from '../store/run-metrics.ts';
import { readOutcome } from '../store/write-report.ts';
import type { Streams } from './front-end.ts';
import { bytes } from './runs-format.ts';
import { sanitizedLines } from './sanitized.ts';

export interface ReportOptions {
  /** `md`, `csv` or `jsonl`; without it the end of `out` says, else `md`. */
  readonly format?: string;
  /** A file; without it stdout. */
  readonly out?: string;
  /** All answers, whole; else the beginning of the first ones. */
  readonly full?: boolean;
  /** A file that is there is written over. */
  readonly yes?: boolean;
}

const formats = ['md', 'csv', 'jsonl'];
/** Pieces between two turns of the event loop. */
const piecesATurn = 100;

/**
 * `swarmdeck report`: a run as it stands, for people or for programs, from its record alone; whether
 * it has ended, was cut, or is running. Gives the exit code.
 */
export async function reportCommand(
  run: string,
  options: ReportOptions,
  { stdout, stderr }: Streams,
): Promise<number> {
  const format = formatOf(options);
  const directory = findRun(run);
  const { reader } = openPastRecord(directory);
  try {
    const pieces =
      format === 'md'
        ? markdownOf(directory, reader, options.full ?? false)
        : linesOf(directory, reader, format);
    if (options.out === undefined) await print(pieces, stdout);
    else {
      const file = fileOf(options.out, options.yes ?? false);
      await writeAtomic(file, async (to) => {
        await each(pieces, (piece) => to.write(piece));
      });
      stderr.write(`${options.out}, ${bytes(statSync(file).size)}\n`);
    }
    return 0;
  } finally {
    reader.close();
  }
}

function markdownOf(directory: string, { database }: RecordReader, full: boolean) {
  const running = lockHolder(directory) !== null;
  const outcome = readOutcome(directory);
  const facts = readReport(database, runMetrics(database), { running, outcome });
  return reportMarkdown(facts, reportAnswers(database), full);
}

/** What a run that is not over has not got to yet is left out; of one that is, it is `cancelled`. */
function* linesOf(
  directory: string,
  { database, schemas }: RecordReader,
  format: string,
): Generator<string> {
  const running = lockHolder(directory) !== null;
  const lines: Iterable<ResultLine> = running ? readEndedResults(database) : readResults(database);
  const { head, write } = resultsFormat(`.${format}`, schemas)!;
  yield head;
  for (const line of lines) yield write(line);
}

async function each(pieces: Iterable<string>, take: (piece: string) => unknown): Promise<void> {
  let taken = 0;
  for (const piece of pieces) {
    await take(piece);
    if (++taken % piecesATurn === 0) await nextTurn();
  }
}

/** At the reader's pace; what a model wrote commands no terminal. */
async function print(pieces: Iterable<string>, stdout: Streams['stdout']): Promise<void> {
  const onTerminal = (stdout as { readonly isTTY?: boolean }).isTTY === true;
  await each(pieces, (piece) => {
    const goesOn = stdout.write(onTerminal ? sanitizedLines(piece) : piece);
    return goesOn ? null : new Promise((drained) => stdout.once('drain', drained));
  });
}

function formatOf({ format, out }: ReportOptions): string {
  if (format !== undefined && !formats.includes(format))
    throw new UsageError(`--format ${format}: expected ${formats.join(', ')}`);
  const ending = formats.find((one) => out?.toLowerCase().endsWith(`.${one}`));
  return format ?? ending ?? 'md';
}

function fileOf(out: string, yes: boolean): string {
  const path = resolve(out);
  if (existsSync(path) && !yes)
    throw new UsageError(`--out ${out} is there already; --yes writes over it`);
  if (!existsSync(dirname(path)))
    throw new UsageError(`--out ${out}: there is no directory ${dirname(path)}`);
  return path;
}
