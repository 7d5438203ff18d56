import { UsageError } from '../spec/usage-error.ts';
import { chooseRunsToPrune, pruneRun } from '../store/prune-runs.ts';
import { listRuns } from '../store/run-listing.ts';
import { type OutputStreams, runsTable } from './runs.ts';
import { bytes } from './runs-format.ts';

export interface RunsPruneOptions {
  /** An age: a number and `m`, `h`, `d` or `w`. */
  readonly olderThan?: string;
  /** So many of the newest stay, however old. */
  readonly keep?: string | number;
  /** Delete; without it, only say what would go. */
  readonly yes?: boolean;
  /** Where runs without `--out` are; default `./swarm-runs`. */
  readonly baseDirectory?: string;
}

const unitMs: Record<string, number> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

function ageMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(text.trim());
  if (match === null) {
    throw new UsageError(`--older-than ${text}: expected a number and m, h, d or w, such as 30d`);
  }
  return Number(match[1]) * unitMs[match[2]];
}

/**
 * `swarmdeck runs prune`: deletes old runs, dry unless `yes`. A running one always stays, and so does
 * every file that swarmdeck did not write. Gives the exit code, 1 if a run could not be deleted; throws
 * a `UsageError` for options that cannot be.
 */
export function runsPruneCommand(
  options: RunsPruneOptions,
  { stdout, stderr }: OutputStreams,
): number {
  const { olderThan, keep } = options;
  if (olderThan === undefined && keep === undefined) {
    throw new UsageError(
      'runs prune needs --older-than AGE, --keep N or both, such as --older-than 30d --keep 20',
    );
  }
  // Not by Number alone, which takes a keep of nothing for 0: that deletes every run.
  if (keep !== undefined && !/^\d+$/.test(String(keep))) {
    throw new UsageError(`--keep ${keep}: expected a whole number, 0 or more`);
  }
  const runs = chooseRunsToPrune(listRuns(options.baseDirectory), {
    olderThanMs: olderThan === undefined ? Number.NEGATIVE_INFINITY : ageMs(olderThan),
    keep: Number(keep ?? 0),
  });
  if (runs.length === 0) {
    stderr.write('Nothing to prune.\n');
    return 0;
  }
  stdout.write(runsTable(runs));
  const sum = (list: typeof runs): string =>
    `${list.length} ${list.length === 1 ? 'run' : 'runs'}, ${bytes(list.reduce((total, run) => total + run.sizeBytes, 0))}`;
  if (!options.yes) {
    stderr.write(`${sum(runs)} would go. Nothing is deleted yet; add --yes to delete.\n`);
    return 0;
  }
  let code = 0;
  const gone = runs.filter(({ runId, directory }) => {
    try {
      if (pruneRun(directory)) return true;
      stderr.write(`${runId} stays: it is being run again.\n`);
    } catch (error) {
      stderr.write(`${runId} stays: ${error instanceof Error ? error.message : String(error)}\n`);
      code = 1;
    }
    return false;
  });
  stderr.write(`Deleted ${sum(gone)}.\n`);
  return code;
}
