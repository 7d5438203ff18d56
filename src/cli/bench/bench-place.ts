import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from '../../spec/usage-error.ts';

/** Where the runs of a benchmark go: a directory that is gone with it, unless one was named. */
export class BenchPlace {
  private readonly out: string | undefined;
  private temporary: string | null = null;

  /** @throws UsageError where the directory that is named has a benchmark already */
  constructor(out: string | undefined) {
    this.out = out;
    if (out === undefined) return;
    if (['warm-up', 'bench.json', 'run.db'].some((name) => existsSync(join(out, name))))
      throw new UsageError(
        `--out ${out} holds a run or a benchmark already; name another directory`,
      );
  }

  /** Absolute; made where it is not to stay. */
  directory(): string {
    if (this.out !== undefined) return resolve(this.out);
    this.temporary ??= mkdtempSync(join(tmpdir(), 'swarmdeck-bench-'));
    return this.temporary;
  }

  clear(): void {
    if (this.temporary !== null) rmSync(this.temporary, { recursive: true, force: true });
  }
}
