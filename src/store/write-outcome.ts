import { join } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import { writeFileAtomic } from './atomic-file.ts';
import type { RunStore } from './run-store.ts';
import { storedResults } from './stored-results.ts';

/** Writes outcome.json: what the run has decided. Nothing where its workload decides nothing. */
export function writeOutcome(store: RunStore, plan: Plan): void {
  if (plan.outcome === undefined) return;
  store.flush();
  const outcome = plan.outcome(storedResults(store.database));
  writeFileAtomic(join(store.directory, 'outcome.json'), `${JSON.stringify(outcome, null, 2)}\n`);
}
