import { join } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import type { Outcome } from '../plan/run-results.ts';
import { writeFileAtomic } from './atomic-file.ts';
import type { RunStore } from './run-store.ts';
import { storedResults } from './stored-results.ts';

/**
 * Writes outcome.json: what the run has decided.
 *
 * @returns the same; null where its workload decides nothing, and nothing is written
 */
export async function writeOutcome(store: RunStore, plan: Plan): Promise<Outcome | null> {
  if (plan.outcome === undefined) return null;
  store.flush();
  const outcome = await plan.outcome(storedResults(store.database));
  writeFileAtomic(join(store.directory, 'outcome.json'), `${JSON.stringify(outcome, null, 2)}\n`);
  return outcome;
}
