import type { Answers, EndStatus, PlanPast, PlanStep, TaskEnd, Unfolding } from '../unfolding.ts';

/** The tasks of one reader: consecutive numbers from `first` on. */
export interface Chain {
  readonly first: number;
  readonly count: number;
}

/** Each task as it stands: how it ended, or that it has not. */
const statuses = ['open', 'done', 'failed', 'poison', 'cancelled', 'skipped'] as const;

/**
 * Each reader goes through its batches one after the other, with the same agent, and is told with each
 * what it answered last. A batch that failed is left out, and the reader goes on; one that was cancelled
 * ends its reading.
 */
export class ReadingOrder implements Unfolding {
  private readonly chains: readonly Chain[];
  private readonly chainOf: Uint32Array;
  private readonly status: Uint8Array;
  /** Of each chain, the task that was released last; -1 before the first. */
  private readonly released: Int32Array;
  private answers: Answers | null = null;

  /** @param chains in the order of their tasks, which are all of the plan */
  constructor(chains: readonly Chain[], tasks: number) {
    this.chains = chains;
    this.chainOf = new Uint32Array(tasks);
    this.status = new Uint8Array(tasks);
    this.released = new Int32Array(chains.length).fill(-1);
    for (const [chain, { first, count }] of chains.entries())
      this.chainOf.fill(chain, first, first + count);
  }

  begin({ ends }: PlanPast, answers: Answers): readonly PlanStep[] {
    this.answers = answers;
    for (const { task, status } of ends) this.note(task, status);
    const tasks: number[] = [];
    const skipped: number[] = [];
    for (const [chain, { first, count }] of this.chains.entries()) {
      let task = first;
      while (task < first + count && this.status[task] !== 0) task++;
      this.released[chain] = Math.min(task, first + count - 1);
      if (task === first + count) continue;
      // The process died between the end of a batch and what follows from it.
      if (task > first && this.statusOf(task - 1) === 'cancelled')
        skipped.push(...this.rest(task - 1));
      else tasks.push(task);
    }
    return [
      ...(tasks.length > 0 ? [{ kind: 'release', tasks } as const] : []),
      ...this.skip(skipped, 'what was to be read before it was cancelled'),
    ];
  }

  ended({ task, status }: TaskEnd): readonly PlanStep[] {
    this.note(task, status);
    const chain = this.chainOf[task];
    const { first, count } = this.chains[chain];
    const next = task + 1;
    // One that was taken up again long after: those behind it have gone on.
    if (next === first + count || this.released[chain] !== task) return [];
    if (status === 'cancelled')
      return this.skip(this.rest(task), 'what was to be read before it was cancelled');
    this.released[chain] = next;
    return [{ kind: 'release', tasks: [next], after: task }];
  }

  reopened(tasks: readonly number[]): readonly PlanStep[] {
    const back: number[] = [];
    for (const task of tasks) {
      const wasCancelled = this.statusOf(task) === 'cancelled';
      this.status[task] = 0;
      if (!wasCancelled) continue;
      const skipped = this.rest(task).filter((each) => this.statusOf(each) === 'skipped');
      for (const each of skipped) this.status[each] = 0;
      if (skipped.length > 0) this.released[this.chainOf[task]] = task;
      back.push(...skipped);
    }
    return back.length === 0 ? [] : [{ kind: 'unskip', tasks: back }];
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

  /** The tasks of its reader after this one. */
  private rest(task: number): number[] {
    const { first, count } = this.chains[this.chainOf[task]];
    return Array.from({ length: first + count - task - 1 }, (_, index) => task + 1 + index);
  }

  private skip(tasks: number[], reason: string): PlanStep[] {
    for (const task of tasks) this.note(task, 'skipped');
    return tasks.length === 0 ? [] : [{ kind: 'skip', tasks, reason }];
  }

  private note(task: number, status: EndStatus): void {
    this.status[task] = statuses.indexOf(status);
  }

  private statusOf(task: number): (typeof statuses)[number] {
    return statuses[this.status[task]];
  }
}
