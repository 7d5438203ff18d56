import type { PlanAddition, PlanStep } from '../unfolding.ts';

/** Steps as they are found, and then in the order in which they can be carried out, as few as can be. */
export class StepList {
  /** Tasks that are skipped already. */
  private readonly skippedBefore: Set<number>;
  /** Tasks that are in the queue already. */
  private readonly queuedBefore: Set<number>;
  private readonly waiting = new Set<number>();
  private readonly extended: PlanAddition[] = [];
  private readonly skipped = new Map<string, number[]>();
  private readonly harmless = new Map<string, number[]>();
  private readonly released: number[] = [];

  constructor(skippedBefore: Iterable<number> = [], queuedBefore: Iterable<number> = []) {
    this.skippedBefore = new Set(skippedBefore);
    this.queuedBefore = new Set(queuedBefore);
  }

  /** It was skipped, and waits again. */
  unskip(task: number): void {
    this.waiting.add(task);
  }

  extend(addition: PlanAddition): void {
    this.extended.push(addition);
  }

  /** @param isHarmless a condition says so: that they are not done is no failure */
  skip(tasks: readonly number[], reason: string, isHarmless: boolean): void {
    const by = isHarmless ? this.harmless : this.skipped;
    for (const task of tasks) {
      if (this.skippedBefore.delete(task)) continue;
      const same = by.get(reason);
      if (same === undefined) by.set(reason, [task]);
      else same.push(task);
    }
  }

  release(task: number): void {
    if (this.skippedBefore.delete(task)) this.waiting.add(task);
    if (!this.queuedBefore.delete(task)) this.released.push(task);
  }

  /** What nothing was said of that was skipped, or in the queue, is not due yet. */
  steps(): PlanStep[] {
    const waiting = new Set([...this.waiting, ...this.skippedBefore, ...this.queuedBefore]);
    const steps: PlanStep[] = [];
    if (waiting.size > 0) steps.push({ kind: 'unskip', tasks: [...waiting] });
    for (const addition of this.extended) steps.push({ kind: 'extend', ...addition });
    for (const [reason, tasks] of this.skipped) steps.push({ kind: 'skip', tasks, reason });
    for (const [reason, tasks] of this.harmless)
      steps.push({ kind: 'skip', tasks, reason, harmless: true });
    if (this.released.length > 0) steps.push({ kind: 'release', tasks: this.released });
    return steps;
  }
}
