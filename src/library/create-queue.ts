import { Retry } from '../gates/retry.ts';
import { defaultRetry } from '../spec/defaults.ts';
import { plainPlace } from '../spec/place.ts';
import { UsageError } from '../spec/usage-error.ts';
import { validate } from '../spec/validate.ts';
import { Histogram } from '../state/histogram.ts';
import { Line } from './line.ts';
import { type Priority, plainPriority } from './plain-priority.ts';
import {
  type QueueOptions,
  type QueueStats,
  queueSchema,
  type SubmitOptions,
  type Work,
} from './queue-options.ts';
import { QueueWork, type WorkEnd } from './queue-work.ts';

const defaultConcurrency = 10;
const defaultKeep = 10_000;

/** What was submitted: its number, and what comes of it. */
export interface Ticket<Result> {
  readonly id: number;
  /** What the function gave; rejects with what it threw, or with an `AbortError` where it was cancelled. */
  readonly result: Promise<Result>;
}

/**
 * A queue of functions, or of tasks that `run` does: by priority, so many at one time, the heap and
 * the concurrency gate being those of a run.
 *
 * @throws UsageError for options that are none
 */
export function createQueue<Task = never, Result = unknown>(
  options: QueueOptions<Task, Result> = {},
): Queue<Task, Result> {
  return new Queue(options);
}

export class Queue<Task = never, Result = unknown> {
  private readonly line: Line<QueueWork>;
  private readonly retry: Retry;
  private readonly run: QueueOptions<Task, Result>['run'];
  private readonly limitMs: number | null;
  private readonly keep: number;
  /** All that has not ended, and the last that have. */
  private readonly works = new Map<number, QueueWork>();
  private readonly kept: number[] = [];
  private readonly counts: Record<WorkEnd, number> = { done: 0, failed: 0, cancelled: 0 };
  private retries = 0;
  private backingOff = 0;
  private submitted = 0;
  private closed = false;
  private readonly waits = new Histogram();
  private readonly runs = new Histogram();
  private idlers: (() => void)[] = [];

  constructor({ run, ...options }: QueueOptions<Task, Result>) {
    const valid = validate(queueSchema, options, plainPlace('createQueue'));
    this.run = run;
    this.keep = valid.keepResults ?? defaultKeep;
    this.limitMs = valid.timeoutSeconds ? valid.timeoutSeconds * 1000 : null;
    const policy = { ...defaultRetry, retries: 0, ...valid.retry, share: null, poisonAfter: null };
    this.retry = new Retry(policy, 1);
    this.line = new Line({
      concurrency: valid.concurrency ?? defaultConcurrency,
      begin: (work, leave) => void this.begin(work, leave),
    });
  }

  /**
   * Takes in a function, or a task for `run`; it begins when it is its turn.
   *
   * @throws UsageError where the queue is closed, or has no `run` for a task
   */
  submit<Own>(work: Work<Own>, options?: SubmitOptions): Ticket<Own>;
  submit(task: Task, options?: SubmitOptions): Ticket<Result>;
  submit(asked: Work<unknown> | Task, options: SubmitOptions = {}): Ticket<unknown> {
    if (this.closed) throw new UsageError('submit: the queue is closed; nothing more is taken in');
    const { signal } = options;
    const priority = plainPriority(options.priority, 'submit');
    const work = new QueueWork(++this.submitted, priority, this.workOf(asked));
    this.works.set(work.id, work);
    if (signal?.aborted) this.end(work, 'cancelled', signal.reason);
    else {
      const cancel = () => this.end(work, 'cancelled', signal?.reason);
      signal?.addEventListener('abort', cancel, { once: true });
      work.letGo = () => signal?.removeEventListener('abort', cancel);
      this.line.add(work);
    }
    return { id: work.id, result: work.result };
  }

  /** What comes of the work of this number; rejects with a UsageError where it is not known any more. */
  async result(id: number): Promise<unknown> {
    const work = this.works.get(id);
    if (work !== undefined) return work.result;
    throw new UsageError(
      id >= 1 && id <= this.submitted
        ? `result: ${id} has ended too long ago; keep its ticket, or raise keepResults (${this.keep})`
        : `result: there is no work ${id}`,
    );
  }

  /** Another priority for what has not begun. @returns whether it still waited */
  priority(id: number, priority: Priority): boolean {
    const value = plainPriority(priority, 'priority');
    const work = this.works.get(id);
    if (work === undefined || work.ended !== null) return false;
    const waits = work.slot >= 0;
    this.line.reorder(work, value);
    return waits;
  }

  /**
   * Ends it: what waits never begins, what runs has its signal aborted, and its result rejects at once.
   * What does not look at its signal keeps its place until it returns.
   *
   * @returns whether it had not ended
   */
  cancel(id: number, reason = 'cancelled'): boolean {
    const work = this.works.get(id);
    if (work === undefined || work.ended !== null) return false;
    this.end(work, 'cancelled', new DOMException(reason, 'AbortError'));
    return true;
  }

  get concurrency(): number {
    return this.line.concurrency;
  }

  /** Takes effect at once; what runs above it goes on to its end. */
  set concurrency(value: number) {
    validate(queueSchema, { concurrency: value }, plainPlace('queue'));
    this.line.concurrency = value;
  }

  /** Resolves once nothing waits or runs. */
  async idle(): Promise<void> {
    if (this.isIdle) return;
    return new Promise((resolve) => this.idlers.push(resolve));
  }

  /** Cancels all that has not ended, takes nothing more, and waits for what still runs. */
  async close(): Promise<void> {
    this.closed = true;
    for (const work of this.works.values())
      if (work.ended === null)
        this.end(work, 'cancelled', new DOMException('the queue was closed', 'AbortError'));
    await this.idle();
    this.line.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  stats(): QueueStats {
    const { line, backingOff, retries, waits, runs } = this;
    return {
      concurrency: line.concurrency,
      waiting: line.size,
      running: line.active,
      backingOff,
      ...this.counts,
      retries,
      waitMs: { p50: waits.percentile(0.5), p95: waits.percentile(0.95) },
      runMs: { p50: runs.percentile(0.5), p95: runs.percentile(0.95) },
    };
  }

  private get isIdle(): boolean {
    return this.line.size === 0 && this.line.active === 0 && this.backingOff === 0;
  }

  private workOf(asked: Work<unknown> | Task): Work<unknown> {
    if (typeof asked === 'function') return asked as Work<unknown>;
    const { run } = this;
    if (run === undefined)
      throw new UsageError(
        'submit: expected a function, or a queue with `run` that does its tasks',
      );
    return (context) => run(asked, context);
  }

  private async begin(work: QueueWork, leave: () => void): Promise<void> {
    if (work.startedAt === null) {
      this.waits.record(performance.now() - work.submittedAt);
      this.limit(work);
    }
    const tried = await work.tryOnce();
    leave();
    if (work.ended === null) {
      if ('value' in tried) this.end(work, 'done', tried.value);
      else this.afterError(work, tried.error);
    }
    this.lookIdle();
  }

  private afterError(work: QueueWork, error: unknown): void {
    const waitMs = work.waitAfter(error, this.retry);
    if (waitMs === null) return this.end(work, 'failed', error);
    this.retries++;
    this.backingOff++;
    work.backoff = setTimeout(() => {
      work.backoff = null;
      this.backingOff--;
      this.line.add(work);
    }, waitMs);
  }

  private limit(work: QueueWork): void {
    const { limitMs } = this;
    if (limitMs === null) return;
    const { letGo } = work;
    const timer = setTimeout(() => {
      const message = `no answer within ${limitMs / 1000} s`;
      this.end(work, 'failed', new DOMException(message, 'TimeoutError'));
    }, limitMs);
    work.letGo = () => {
      letGo();
      clearTimeout(timer);
    };
  }

  private end(work: QueueWork, end: WorkEnd, outcome: unknown): void {
    this.line.remove(work);
    if (work.backoff !== null) this.backingOff--;
    if (work.startedAt !== null) this.runs.record(performance.now() - work.startedAt);
    if (end === 'done') work.finish(outcome);
    else work.fail(end, outcome);
    this.counts[end]++;
    this.kept.push(work.id);
    if (this.kept.length > this.keep) this.works.delete(this.kept.shift() as number);
    this.lookIdle();
  }

  private lookIdle(): void {
    if (!this.isIdle) return;
    for (const resolve of this.idlers) resolve();
    this.idlers = [];
  }
}
