import type { RunOutcome } from '../engine/engine-config.ts';
import { TaskStatus } from '../state/agent-state.ts';
import { RunState } from '../state/run-state.ts';
import { takeSnapshot } from '../state/snapshot.ts';
import type { OpenedRun } from '../store/open-run.ts';
import { storedAnswers } from '../store/plan-past.ts';
import { writeOutcome } from '../store/write-outcome.ts';
import { writeRunFiles } from '../store/write-run-files.ts';
import { decidedWords } from './decided/decided-words.ts';
import { count } from './format.ts';
import type { Streams } from './front-end.ts';
import { summary } from './summary.ts';

/**
 * Says of a run that has nothing left to do that it is finished, and writes its files again: a crash
 * may have come between its end and them. Its log stays as it is. Gives the run's own exit code; null
 * where there is something left.
 */
export async function showFinishedRun(
  opened: OpenedRun,
  ui: 'console' | 'plain' | 'json',
  { stdout, stderr }: Streams,
  retryFailed: boolean,
): Promise<number | null> {
  const finished = finishedRun(opened, retryFailed);
  if (finished === null) return null;
  const { state, outcome } = finished;
  const { plan, past, store } = opened;
  plan.graph?.unfolding.begin(past, storedAnswers(store.database));
  // What was decided by code of the operator's stands in the file: a record alone cannot call it.
  const decided = plan.code === undefined ? await writeOutcome(store, plan) : null;
  const { metrics } = await writeRunFiles(store, null);
  stderr.write(
    `run ${opened.runId} is finished: all ${count(opened.plan.size)} of its tasks have ended, nothing is left to do\n`,
  );
  if (ui !== 'json') {
    const { above, rows, below } = decidedWords(decided);
    const snapshot = takeSnapshot(state, opened.lastT);
    stdout.write(above + summary(snapshot, metrics, outcome, opened.directory, rows) + below);
  }
  return outcome.exitCode;
}

/**
 * How a run ended that a resume would do nothing of; null where there is something left.
 *
 * @param retryFailed what failed for good is done once more
 */
export function finishedRun(
  opened: OpenedRun,
  retryFailed: boolean,
): { readonly state: RunState; readonly outcome: RunOutcome } | null {
  const { queued, inFlight } = opened.unfinished;
  if (queued.length + inFlight.length > 0) return null;
  const state = new RunState();
  for (const event of opened.events()) state.apply(event);
  const { phase, phaseReason: reason, exitCode } = state;
  if (exitCode === null || phase !== 'DONE') return null;
  const { failed, poison } = TaskStatus;
  const { byStatus } = state.counts;
  if (retryFailed && byStatus[failed] + byStatus[poison] > 0) return null;
  return { state, outcome: { phase, exitCode, reason } };
}
