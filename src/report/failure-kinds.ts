import { errorSignature, type FailureWords } from '../state/error-signature.ts';
import type { FailureKind } from './report-facts.ts';

/** How a task failed for good, with the id that the operator knows it by. */
export interface FailedTask extends FailureWords {
  readonly id: string;
  /** Run time of its end, ms. */
  readonly t: number;
}

/** Ids that stand for the tasks of a kind. */
const mostTasks = 5;

/**
 * Sorts failures by what they have in common, the largest kind first. Of each kind a few ids are kept
 * and no more, so that a run of any size can be told of (a console that reruns them needs them all:
 * see `failure-book.ts`).
 */
export function failureKinds(failures: Iterable<FailedTask>): FailureKind[] {
  const kinds = new Map<string, { count: number; lastT: number; example: string; ids: string[] }>();
  for (const failure of failures) {
    const signature = errorSignature(failure);
    let kind = kinds.get(signature);
    if (kind === undefined) {
      kind = { count: 0, lastT: 0, example: '', ids: [] };
      kinds.set(signature, kind);
    }
    kind.count++;
    if (kind.ids.length < mostTasks) kind.ids.push(failure.id);
    if (failure.t < kind.lastT) continue;
    kind.lastT = failure.t;
    kind.example = failure.message;
  }
  return [...kinds]
    .map(([signature, { ids, ...kind }]) => ({ signature, ...kind, tasks: ids }))
    .sort((a, b) => b.count - a.count || b.lastT - a.lastT);
}
