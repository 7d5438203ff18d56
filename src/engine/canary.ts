import type { Plan } from '../plan/plan.ts';
import { TaskStatus } from '../state/agent-state.ts';
import type { CanaryReached } from '../state/events.ts';
import type { RunState } from '../state/run-state.ts';

/** Holds back all tasks but the first few, until somebody has looked at what those gave. */
export class Canary {
  /** How many may still go ahead. */
  private left: number;
  /** The tasks that went ahead. */
  private readonly first: number[] = [];
  /** The others that are due, in their order; taken once. */
  private rest: number[] = [];
  private isReached = false;

  /** @param tasks how many go ahead; null is all of them */
  constructor(tasks: number | null) {
    this.left = tasks ?? Number.POSITIVE_INFINITY;
  }

  /** @returns those of the tasks, which are due, that go ahead */
  take(tasks: readonly number[]): readonly number[] {
    if (this.left === Number.POSITIVE_INFINITY) return tasks;
    const going = tasks.slice(0, this.left);
    this.left -= going.length;
    for (const task of going) this.first.push(task);
    for (let i = going.length; i < tasks.length; i++) this.rest.push(tasks[i]);
    return going;
  }

  /** Whether others wait for these to end. */
  get holds(): boolean {
    return this.rest.length > 0;
  }

  /** The first tasks go to an agent each, whatever batch they are of: somebody waits for them. */
  batch(plan: Plan): Uint32Array {
    return this.holds ? Uint32Array.from(plan.batch.keys()) : plan.batch;
  }

  /** What the first tasks gave, when the last of them has just ended; else null. */
  reached({ tasks, totals }: RunState): CanaryReached | null {
    if (!this.holds || this.isReached) return null;
    const { status } = tasks;
    if (this.first.some((task) => status[task] < TaskStatus.done)) return null;
    this.isReached = true;
    const done = this.first.filter((task) => status[task] === TaskStatus.done).length;
    const cost = this.first.reduce((sum, task) => sum + tasks.costNanoUsd[task], 0);
    return {
      type: 'canary.reached',
      tasks: this.first.length,
      done,
      failed: this.first.length - done,
      costNanoUsd: totals.unpricedCalls > 0 ? null : cost,
    };
  }

  /** Lets the others go, once the first ones have ended: a pause before that says nothing about them. */
  release(): readonly number[] {
    if (!this.isReached) return [];
    const { rest } = this;
    this.rest = [];
    this.left = Number.POSITIVE_INFINITY;
    return rest;
  }
}
