import type { Metrics } from './metrics-schema.ts';
import { readPast, storedAnswers } from './plan-past.ts';
import { readRecord } from './run-reader.ts';
import { specOf } from './run-record.ts';
import type { Database } from './sqlite.ts';
import { openPlan } from './stored-plan.ts';
import { readWorkload } from './stored-workload.ts';

/** What became of the workflows of a run: its plan, made anew, is told of every end. */
export function workflowMetrics(database: Database): Metrics['workflows'] {
  const metrics = { started: 0, completed: 0, failed: 0 };
  const workload = readWorkload(database);
  if (workload?.kind !== 'workflows') return metrics;
  const record = readRecord(database);
  const plan = openPlan(database, specOf(record, workload), record.tasks);
  plan.graph?.unfolding.begin(readPast(database), storedAnswers(database));
  const view = plan.view?.();
  if (view?.kind !== 'workflows') return metrics;
  for (const { state } of view.workflows) {
    if (state !== 'waiting') metrics.started += 1;
    if (state === 'done' || state === 'partial') metrics.completed += 1;
    if (state === 'failed') metrics.failed += 1;
  }
  return metrics;
}
