import * as z from 'zod/mini';
import type { RetryPolicy } from '../spec/resolved.ts';
import { field, positiveNumber, wholeNumber } from '../spec/schema/fields.ts';
import { retrySchema } from '../spec/schema/retry.ts';
import type { Priority } from './plain-priority.ts';

/** What a piece of work of a queue is told. */
export interface WorkContext {
  /** By which the queue knows it. */
  readonly id: number;
  /** Which try it is, from 1. */
  readonly attempt: number;
  /** Aborted by a cancel, the time limit or the queue's end: nobody waits for the answer then. */
  readonly signal: AbortSignal;
}

export type Work<Result> = (context: WorkContext) => Result | Promise<Result>;

export interface QueueOptions<Task = never, Result = unknown> {
  /** How many run at one time; default 10. */
  readonly concurrency?: number;
  /** Does a task that was submitted in place of a function. */
  readonly run?: (task: Task, context: WorkContext) => Result | Promise<Result>;
  /**
   * Tries after the first of what throws, and the waits between, as `retry:` of a spec; default: none.
   * An error whose `retryable` is false is not tried again.
   */
  readonly retry?: Partial<Omit<RetryPolicy, 'perClass' | 'share' | 'poisonAfter'>>;
  /** Seconds that a piece of work has from its first try on, with its retries; default: no limit. */
  readonly timeoutSeconds?: number | null;
  /** Results of ended work that can still be asked for, the newest; default 10,000. */
  readonly keepResults?: number;
}

export interface SubmitOptions {
  /** critical, high, normal, low, or a whole number from -1000 to 1000; default normal, which is 100. */
  readonly priority?: Priority;
  /** Aborted, the work is cancelled. */
  readonly signal?: AbortSignal;
}

export interface QueueStats {
  readonly concurrency: number;
  readonly waiting: number;
  readonly running: number;
  /** Between two tries. */
  readonly backingOff: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly retries: number;
  /** ms from the submission to the first try; null before there was one. */
  readonly waitMs: { readonly p50: number | null; readonly p95: number | null };
  /** ms from the first try to the end. */
  readonly runMs: { readonly p50: number | null; readonly p95: number | null };
}

export const queueSchema = z.strictObject({
  concurrency: field(wholeNumber(1, 100_000), 'Pieces of work at one time'),
  retry: field(
    z.omit(retrySchema, { perClass: true, share: true, poisonAfter: true }),
    'Tries after the first',
  ),
  timeoutSeconds: field(z.nullable(positiveNumber(604_800)), 'Seconds from the first try on'),
  keepResults: field(wholeNumber(0), 'Results of ended work that can still be asked for'),
});
