import type { TaskCounts } from './task-counts.ts';

/** How fast tasks enter and leave the queue, measured from one sample to the next. */
export class QueueFlow {
  /** Null before the first sample. */
  inPerSecond: number | null = null;
  outPerSecond: number | null = null;
  private t = 0;
  private entered = 0;
  private left = 0;

  /** What came before is no flow: the tasks that a run begins with, or that a resume puts back. */
  begin({ entered, left }: TaskCounts, t: number): void {
    this.t = t;
    this.entered = entered;
    this.left = left;
  }

  /** @param t run time, ms */
  sample(counts: TaskCounts, t: number): void {
    const seconds = (t - this.t) / 1000;
    if (seconds > 0) {
      this.inPerSecond = (counts.entered - this.entered) / seconds;
      this.outPerSecond = (counts.left - this.left) / seconds;
    }
    this.begin(counts, t);
  }
}
