import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from './run-record.ts';

/** A line for each text that was turned into a vector. */
export const embeddingsFile = 'embeddings.jsonl';

/**
 * What swarmdeck itself puts into a run directory. `--out` may name a directory with other things in
 * it: these names alone are counted and deleted. run.json is last, so that a deletion that is cut
 * short leaves a run that can still be seen and deleted.
 */
const ownFiles = [
  'results.jsonl',
  'metrics.json',
  'outcome.json',
  embeddingsFile,
  'log.jsonl',
  'report.md',
  'report.html',
  'run.db-shm',
  'run.db-wal',
  'run.db',
  'run.lock',
  'run.json',
];

/** Folder of the answers in a run directory. */
export const responsesFolder = 'agent_responses';

/** Whether a file of the responses folder is one that swarmdeck writes. */
export function isResponseFile(name: string): boolean {
  return name.endsWith('_response.txt') || name === 'metrics.json';
}

function ownPaths(directory: string): string[] {
  const responses = join(directory, responsesFolder);
  const names = existsSync(responses) ? readdirSync(responses).filter(isResponseFile) : [];
  return [
    ...names.map((name) => join(responses, name)),
    ...ownFiles.map((name) => join(directory, name)).filter((path) => existsSync(path)),
  ];
}

/** Bytes that a run takes on the disk. */
export function runSizeBytes(directory: string): number {
  let bytes = 0;
  for (const path of ownPaths(directory)) {
    // The files of a running one come and go.
    bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

/** Deletes a run's files, and its directories where nothing else is left in them. */
export function deleteRunFiles(directory: string): void {
  for (const path of ownPaths(directory)) rmSync(path, { force: true });
  for (const folder of [join(directory, responsesFolder), directory]) {
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

/** What run.json says; null where there is none that swarmdeck wrote. */
export function readRunJson(directory: string): RunRecord | null {
  try {
    const record: Partial<RunRecord> | null = JSON.parse(
      readFileSync(join(directory, 'run.json'), 'utf8'),
    );
    const ours = typeof record?.runId === 'string' && typeof record.startedAt === 'string';
    return ours && typeof record.spec === 'object' ? (record as RunRecord) : null;
  } catch {
    return null;
  }
}
