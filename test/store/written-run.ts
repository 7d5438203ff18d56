import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultLine } from '../../src/report/result-line.ts';
import { type Metrics, metricsSchema } from '../../src/store/metrics-schema.ts';
import type { RunStore } from '../../src/store/run-store.ts';
import { writeRunFiles } from '../../src/store/write-run-files.ts';
import { beginRun, out } from './fresh-run.ts';

/** What the process of the run is said to have used. */
export const figures = { cpuSeconds: 1.5, peakRssBytes: 100_000_000, bytesIn: 5000, bytesOut: 700 };

/** The run of most tests: done after a retry, done, failed, in flight at the end, never begun. */
export function mixedRun() {
  const { store, log } = beginRun();
  log.start(100, 0, 0);
  log.send(110, 0, 0, 10);
  log.retry(200, 0, 0, 1, 300);
  log.start(500, 0, 1, 2);
  log.send(500, 0, 1, 0);
  log.stream(700, 0, 1, 200);
  log.finish(1400, 0, 1, { attempts: 2, durationMs: 1300, callMs: 900 });
  log.start(100, 1, 3);
  log.send(105, 1, 3, 5);
  log.stream(300, 1, 3, 195);
  log.finish(1100, 1, 3, { durationMs: 1000, callMs: 995.5, costNanoUsd: 1_000_000_001 });
  log.start(1200, 3, 3);
  log.send(1200, 3, 3, 0);
  log.fail(1700, 3, 3);
  log.start(1800, 2, 0);
  log.send(1800, 2, 0, 0);
  const adapted = { type: 'limit.adapted', route: 0, ceiling: null, reason: 'test' } as const;
  log.add(1900, { ...adapted, from: 9, to: 18 });
  log.add(1950, { ...adapted, from: 18, to: 9 });
  log.add(2000, { type: 'run.phase', phase: 'STOPPED', reason: 'test' });
  return store;
}

/** Writes the run's files and closes it. */
export async function write(store: RunStore): Promise<void> {
  await writeRunFiles(store, figures);
  store.close();
}

/** The lines of results.jsonl. */
export function results(): ResultLine[] {
  const lines = readFileSync(join(out, 'results.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

export function metrics(): Metrics {
  return metricsSchema.parse(JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')));
}

/** What an agent answered, as its file in agent_responses has it. */
export function response(name: string): string {
  return readFileSync(join(out, 'agent_responses', `${name}_response.txt`), 'utf8');
}
