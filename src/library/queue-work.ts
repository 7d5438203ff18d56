import { thrownFailure } from '../agents/code-failures.ts';
import { noRetries, type Retry } from '../gates/retry.ts';
import type { LinePlace } from './line.ts';
import type { Work } from './queue-options.ts';

export type WorkEnd = 'done' | 'failed' | 'cancelled';

/** One piece of work of a queue, from its submission to its end. */
export class QueueWork implements LinePlace {
  readonly id: number;
  priority: number;
  arrival = -1;
  slot = -1;
  readonly submittedAt = performance.now();
  /** `performance.now()` ms of the first try; null before. */
  startedAt: number | null = null;
  attempt = 0;
  ended: WorkEnd | null = null;
  /** Pending between two tries. */
  backoff: NodeJS.Timeout | null = null;
  /** Of its time limit, and of the caller's signal. */
  letGo: () => void = () => {};
  readonly result: Promise<unknown>;
  private readonly settle: ReturnType<typeof Promise.withResolvers<unknown>>;
  private readonly work: Work<unknown>;
  private readonly abort = new AbortController();
  private readonly progress = noRetries();

  constructor(id: number, priority: number, work: Work<unknown>) {
    this.id = id;
    this.priority = priority;
    this.work = work;
    this.settle = Promise.withResolvers();
    this.result = this.settle.promise;
    // Who never asks for it has the figures: a failure is no stray rejection.
    this.result.catch(() => {});
  }

  /** One try. Resolves, never rejects, once the function has let go of its place. */
  async tryOnce(): Promise<{ readonly value: unknown } | { readonly error: unknown }> {
    this.attempt++;
    this.startedAt ??= performance.now();
    const { id, attempt } = this;
    try {
      return { value: await this.work({ id, attempt, signal: this.abort.signal }) };
    } catch (error) {
      return { error };
    }
  }

  /** How long to wait for the next try after this error, ms; null where there is none. */
  waitAfter(error: unknown, retry: Retry): number | null {
    const { retryable, class: failureClass, message } = thrownFailure(error);
    const verdict = retry.decide(
      {
        class: failureClass,
        message,
        shouldRetry: retryable ?? true,
        ...{ status: null, retryAfterMs: null, uncertain: false, hints: null },
      },
      this.progress,
      { isWellSince: () => false },
    );
    return verdict.kind === 'wait' ? verdict.ms : null;
  }

  finish(value: unknown): void {
    this.end('done');
    this.settle.resolve(value);
  }

  /** It is over, whatever its function still does. */
  fail(end: 'failed' | 'cancelled', error: unknown): void {
    this.end(end);
    this.settle.reject(error);
    this.abort.abort(error);
  }

  private end(end: WorkEnd): void {
    this.ended = end;
    this.letGo();
    if (this.backoff !== null) clearTimeout(this.backoff);
    this.backoff = null;
  }
}
