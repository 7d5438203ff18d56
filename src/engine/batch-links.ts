import { resized } from './resized.ts';

/** Which task comes before and after which in its batch, as two linked columns; -1 at the ends. */
export class BatchLinks {
  private before = new Int32Array(0);
  private after = new Int32Array(0);

  /** Room for so many tasks at least. */
  grow(room: number): void {
    this.before = resized(this.before, new Int32Array(room).fill(-1));
    this.after = resized(this.after, new Int32Array(room).fill(-1));
  }

  /** -1 where it is the first. */
  previous(task: number): number {
    return this.before[task];
  }

  /** -1 where it is the last. */
  next(task: number): number {
    return this.after[task];
  }

  link(task: number, next: number): void {
    this.after[task] = next;
    this.before[next] = task;
  }

  /** The task goes with no batch any more; the two beside it are ends. */
  cut(task: number): void {
    const previous = this.before[task];
    const next = this.after[task];
    if (previous >= 0) this.after[previous] = -1;
    if (next >= 0) this.before[next] = -1;
    this.before[task] = -1;
    this.after[task] = -1;
  }

  /** No task goes with a batch any more. */
  clear(): void {
    this.before.fill(-1);
    this.after.fill(-1);
  }
}
