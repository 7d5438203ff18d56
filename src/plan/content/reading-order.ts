import type { Answers, EndStatus, PlanPast, PlanStep, TaskEnd, Unfolding } from '../unfolding.ts';

/** The tasks of one reader: consecutive numbers from `first` on. */
export interface Chain {
  readonly first: number;
  readonly count: number;
}

/** Each task as it stands: how it ended, or that it has not. */
const statuses = ['open', 'done', 'failed', 'poison', 'cancelled', 'skipped'] as const;

const cancelledBefore = 'what was to be read before it was cancelled';

/**
 * Each reader goes through its batches one after the other, with the same agent, and is told with each
 * what it answered last. A batch that failed is left out, and the reader goes on; one that was cancelled
 * ends its reading. What is taken up again is read in its place: those behind it that are not begun wait.
 */
export class ReadingOrder implements Unfolding {
  private readonly chains: readonly Chain[];
  private readonly chainOf: Uint32Array;
  private readonly status: Uint8Array;
  /** Of each chain, the task before which all have ended. */
  private readonly from: Uint32Array;
  /** 1 where the task is due, and has not ended. */
  private readonly isDue: Uint8Array;
  private answers: Answers | null = null;

  /** @param chains in the order of their tasks, which are all of the plan */
  constructor(chains: readonly Chain[], tasks: number) {
    this.chains = chains;
    this.chainOf = new Uint32Array(tasks);
    this.status = new Uint8Array(tasks);
    this.isDue = new Uint8Array(tasks);
    this.from = Uint32Array.from(chains, ({ first }) => first);
    for (const [chain, { first, count }] of chains.entries())
      this.chainOf.fill(chain, first, first + count);
  }

  begin({ ends }: PlanPast, answers: Answers): readonly PlanStep[] {
    this.answers = answers;
    for (const { task, status } of ends) this.note(task, status);
    const tasks: number[] = [];
    const skipped: number[] = [];
    for (const chain of this.chains.keys()) {
      const next = this.advance(chain);
      tasks.push(...next.due);
      skipped.push(...next.skipped);
    }
    return [
      ...(tasks.length > 0 ? [{ kind: 'release', tasks } as const] : []),
      ...skipSteps(skipped),
    ];
  }

  ended({ task, status }: TaskEnd): readonly PlanStep[] {
    this.note(task, status);
    const { due, skipped } = this.advance(this.chainOf[task]);
    if (due.length > 0) return [{ kind: 'release', tasks: due, after: task }];
    return skipSteps(skipped);
  }

  reopened(tasks: readonly number[]): readonly PlanStep[] {
    const back: number[] = [];
    for (const task of tasks) {
      const wasCancelled = this.statusOf(task) === 'cancelled';
      this.status[task] = 0;
      this.isDue[task] = 1;
      const chain = this.chainOf[task];
      this.from[chain] = Math.min(this.from[chain], task);
      if (!wasCancelled) continue;
      // They were skipped for it, as far as the next one that was cancelled.
      const { first, count } = this.chains[chain];
      for (let each = task + 1; each < first + count; each++) {
        if (this.statusOf(each) !== 'skipped') break;
        this.status[each] = 0;
        back.push(each);
      }
    }
    for (const task of tasks) {
      if (this.firstOpen(this.from[this.chainOf[task]], task) === task) continue;
      this.isDue[task] = 0;
      back.push(task);
    }
    return back.length === 0 ? [] : [{ kind: 'unskip', tasks: back }];
  }

  /** What of the chain is due now, or is not to be done: what is behind one that is due waits. */
  private advance(chain: number): { readonly due: number[]; readonly skipped: number[] } {
    const { first, count } = this.chains[chain];
    const skipped: number[] = [];
    const end = first + count;
    for (;;) {
      const task = this.firstOpen(this.from[chain], end);
      this.from[chain] = task;
      if (task === end || this.isDue[task] === 1) return { due: [], skipped };
      const before = task === first ? 'done' : this.statusOf(task - 1);
      if (before !== 'cancelled' && before !== 'skipped') {
        this.isDue[task] = 1;
        return { due: [task], skipped };
      }
      this.note(task, 'skipped');
      skipped.push(task);
    }
  }

  /** The first task from `from` on that has not ended; `end` where all have. */
  private firstOpen(from: number, end: number): number {
    let task = from;
    while (task < end && this.status[task] !== 0) task++;
    return task;
  }

  /** The task before, of the same reader, that was answered last, and whether any since was not. */
  before(task: number): { readonly answered: number | null; readonly lost: readonly number[] } {
    const lost: number[] = [];
    const { first } = this.chains[this.chainOf[task]];
    for (let each = task - 1; each >= first; each--) {
      const status = this.statusOf(each);
      if (status === 'done') return { answered: each, lost };
      if (status !== 'open') lost.unshift(each);
    }
    return { answered: null, lost };
  }

  /** The answer of a task that is done; null before the run has begun. */
  answer(task: number): string | null {
    return this.answers?.text(task) ?? null;
  }

  /** Whether its messages hold an earlier answer. */
  isDeferred(task: number): boolean {
    return task !== this.chains[this.chainOf[task]].first;
  }

  /** A later batch of its reader has been answered, which was told what this one gave. */
  isTakenIn(task: number): boolean {
    if (task >= this.chainOf.length) return false;
    const { first, count } = this.chains[this.chainOf[task]];
    for (let each = task + 1; each < first + count; each++)
      if (this.statusOf(each) === 'done') return true;
    return false;
  }

  private note(task: number, status: EndStatus): void {
    this.status[task] = statuses.indexOf(status);
    this.isDue[task] = 0;
  }

  private statusOf(task: number): (typeof statuses)[number] {
    return statuses[this.status[task]];
  }
}

function skipSteps(tasks: readonly number[]): PlanStep[] {
  return tasks.length === 0 ? [] : [{ kind: 'skip', tasks, reason: cancelledBefore }];
}
