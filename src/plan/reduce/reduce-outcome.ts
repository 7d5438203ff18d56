import type { Dedupe } from '../../spec/work/workload.ts';
import type { Outcome, RunResults } from '../run-results.ts';
import type { EndStatus } from '../unfolding.ts';
import { AnswerUnion, type UnionOutcome } from './answer-union.ts';

/** What outcome.json says of the reduced text. */
export interface ReducedOutcome {
  readonly task: string;
  /** Null where the run was stopped before. */
  readonly status: EndStatus | null;
  readonly text: string | null;
  /** Why there is none. */
  readonly error: string | null;
  /**
   * Answers of the plan that the text is made of, itself or through its parts, and tasks without one. An
   * answer that a later one of the plan has taken in is not counted beside it.
   */
  readonly answers: number;
  readonly unanswered: number;
  /** Parts that were reduced by themselves first, because not all answers fit one call. */
  readonly parts: number;
  /** Those of them that failed: what they would have read is missing. */
  readonly parts_failed: number;
}

/** Which tasks belong to the reduction. */
export interface ReduceTasks {
  /** The last task; null where answers are only deduplicated. */
  readonly reduce: number | null;
  isPart(task: number): boolean;
  /** Whether a later answer of the plan has taken in that of a task. */
  isTakenIn(task: number): boolean;
  id(task: number): string;
}

/** What came of the answers together, for beside what the workload itself decided. */
export function reduceOutcome(
  tasks: ReduceTasks,
  dedupe: Dedupe | null,
  results: RunResults,
): Outcome {
  const union = dedupe === null ? null : new AnswerUnion(dedupe);
  const count = { answers: 0, unanswered: 0, parts: 0, parts_failed: 0 };
  for (const { task, status, text } of results.all()) {
    if (task === tasks.reduce) continue;
    const done = status === 'done';
    if (tasks.isPart(task)) {
      count.parts++;
      if (!done) count.parts_failed++;
      continue;
    }
    if (!done) count.unanswered++;
    else if (!tasks.isTakenIn(task)) count.answers++;
    if (done && text !== null) union?.add(text, tasks.id(task));
  }
  const ofUnion: Partial<UnionOutcome> = union?.outcome ?? {};
  if (tasks.reduce === null) return { ...ofUnion };
  const { status, text, error } = results.of(tasks.reduce);
  const task = tasks.id(tasks.reduce);
  const reduced: ReducedOutcome = { task, status, text, error, ...count };
  return { ...ofUnion, reduced };
}
