import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { JournalError } from '../../src/store/journal-error.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { EventLog, samplePlan, sampleSpec, temporaryDirectory } from './sample-run.ts';

/** Where the run of the test under way lies; nothing does before the test creates one. */
export let out: string;

/** Gives each test of the file that calls it a place for a run, and settings of its own. */
export function eachTestHasARun(): void {
  let directory: ReturnType<typeof temporaryDirectory>;
  beforeEach(() => {
    directory = temporaryDirectory();
    out = join(directory.path, 'run');
    vi.stubEnv('SWARMDECK_HOME', join(directory.path, 'home'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    directory.remove();
  });
}

export interface FreshRunOptions {
  readonly size?: number;
  readonly spec?: ReturnType<typeof sampleSpec>;
  readonly onError?: (error: JournalError) => void;
}

/** A run directory in which nothing has happened yet, and the log that writes to it. */
export function createRun({ size = 6, spec = sampleSpec(), onError }: FreshRunOptions = {}) {
  const plan = samplePlan(size);
  const startedAt = new Date();
  const run = createRunDirectory({ out, spec, plan, startedAt, version: '0.1.0' });
  run.store.onError = onError ?? null;
  const log = new EventLog((event) => run.store.append(event));
  return { ...run, spec, plan, log };
}

/** The same, begun. */
export function beginRun(options: FreshRunOptions = {}) {
  const run = createRun(options);
  run.log.begin(run.spec, run.plan);
  return run;
}
