import { relative } from 'node:path';
import type { Writable } from 'node:stream';
import { listRuns, type RunListing } from '../store/run-listing.ts';
import { age, bytes, cost, table } from './runs-format.ts';

export interface RunsOptions {
  /** One JSON array instead of a table. */
  readonly json?: boolean;
  /** Figures of runs that had this task, by its id. */
  readonly task?: string;
  /** The same of a prompt. */
  readonly prompt?: string;
  /** Where runs without `--out` are; default `./swarm-runs`. */
  readonly baseDirectory?: string;
}

export interface OutputStreams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** `swarmdeck runs`: past and present runs, newest first. Gives the exit code. */
export function runsCommand(options: RunsOptions, { stdout, stderr }: OutputStreams): number {
  const runs = listRuns(options.baseDirectory);
  if (options.json) {
    stdout.write(`${JSON.stringify(runs.map(runJson), null, 2)}\n`);
    return 0;
  }
  if (runs.length === 0) {
    stderr.write('No runs yet. Start one with: swarmdeck run\n');
    return 0;
  }
  stdout.write(runsTable(runs));
  return 0;
}

/** The columns of a list of runs; also what `runs prune` shows. */
export function runsTable(runs: readonly RunListing[], nowMs = Date.now()): string {
  return table(
    [
      { title: 'id' },
      { title: 'name' },
      { title: 'preset' },
      { title: 'state' },
      { title: 'done', right: true },
      { title: 'failed', right: true },
      { title: 'tasks', right: true },
      { title: 'cost', right: true },
      { title: 'size', right: true },
      { title: 'age', right: true },
      { title: 'directory' },
    ],
    runs.map((run) => [
      run.runId,
      run.name,
      run.preset,
      run.state,
      run.tasks.done.toLocaleString('en-US'),
      run.tasks.failed.toLocaleString('en-US'),
      run.tasks.total.toLocaleString('en-US'),
      cost(run),
      bytes(run.sizeBytes),
      age(nowMs - Date.parse(run.startedAt)),
      place(run.directory),
    ]),
  );
}

/** A directory as the operator would type it. */
function place(directory: string): string {
  const path = relative(process.cwd(), directory);
  return path.startsWith('..') ? directory : path === '' ? '.' : path;
}

function runJson(run: RunListing): Record<string, unknown> {
  return {
    id: run.runId,
    name: run.name,
    preset: run.preset,
    state: run.state,
    started_at: run.startedAt,
    tasks: run.tasks,
    // Money that is known, and how many tasks it leaves out.
    cost_usd: run.costNanoUsd / 1e9,
    tasks_without_price: run.unpriced,
    size_bytes: run.sizeBytes,
    directory: run.directory,
  };
}
