import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { UsageError } from '../spec/usage-error.ts';
import { type KnownRun, knownRuns } from './history.ts';
import { runsDirectory } from './run-directory.ts';
import { readRunJson } from './run-files.ts';

/** Every run in `baseDirectory` and in the history, each directory once. */
export function allRuns(baseDirectory = runsDirectory()): KnownRun[] {
  const runs = new Map<string, KnownRun>();
  for (const name of existsSync(baseDirectory) ? readdirSync(baseDirectory) : []) {
    const directory = resolve(baseDirectory, name);
    const record = readRunJson(directory);
    if (record !== null) runs.set(directory, { runId: record.runId, directory });
  }
  for (const run of knownRuns()) runs.set(run.directory, run);
  return [...runs.values()];
}

/**
 * The directory of the run that an operator names: by its directory, its id, or the beginning of its
 * id where that is one run's alone. Throws a `UsageError` with the near miss.
 */
export function findRun(idOrPath: string, baseDirectory = runsDirectory()): string {
  const path = resolve(idOrPath);
  if (existsSync(join(path, 'run.json')) || existsSync(join(path, 'run.db'))) return path;

  const runs = allRuns(baseDirectory);
  const named = runs.filter(({ runId }) => runId === idOrPath);
  if (named.length === 1) return named[0].directory;
  const begun = idOrPath === '' ? [] : runs.filter(({ runId }) => runId.startsWith(idOrPath));
  if (begun.length === 1) return begun[0].directory;
  if (begun.length > 1) {
    const places = begun.slice(0, 5).map(({ directory }) => directory);
    throw new UsageError(
      `"${idOrPath}" can be ${begun.length} runs; name the directory: ${places.join(', ')}${begun.length > 5 ? ', …' : ''}`,
    );
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new UsageError(`${path} holds no run (run.db is missing); see "swarmdeck runs"`);
  }
  throw new UsageError(
    `there is no run "${idOrPath}"${nearMiss(basename(idOrPath), runs)}; see "swarmdeck runs"`,
  );
}

function nearMiss(name: string, runs: readonly KnownRun[]): string {
  let nearest: string | null = null;
  // Of an id as long as ours, a third may be wrong.
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const { runId } of runs) {
    const away = distance(name, runId);
    if (away < least) {
      least = away;
      nearest = runId;
    }
  }
  return nearest === null ? '' : ` (did you mean ${nearest}?)`;
}
