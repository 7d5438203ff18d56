import type { PlanStep, TaskEnd } from '../plan/unfolding.ts';
import { TaskStatus, taskStatusNames } from '../state/agent-state.ts';
import { queuedTasks } from './begin-run.ts';
import type { Canary } from './canary.ts';
import type { EngineConfig } from './engine-config.ts';
import type { EventLog } from './event-log.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { TaskHand } from './task-hand.ts';
import type { WorkQueue } from './work-queue.ts';

export interface PlanCourseParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  readonly work: WorkQueue;
  readonly canary: Canary;
  readonly hand: TaskHand;
}

const { blocked, done, queued, skipped } = TaskStatus;
const newRun = { ends: [], additions: [] };

/**
 * Carries out how the plan goes on: what the end of a task brings about for others, and what the operator
 * keeps back. Where tasks stand alone there is only the latter.
 */
export class PlanCourse {
  private readonly parts: PlanCourseParts;
  /** Tasks that are due, but for the operator who keeps them back. */
  private readonly due = new Set<number>();
  /** Tasks whose end is of no more interest. */
  private readonly dropped = new Set<number>();
  /** By task, ends that are not durable yet, and how many of them are void: it was tried again since. */
  private readonly ending = new Map<number, { count: number; void: number }>();

  constructor(parts: PlanCourseParts) {
    this.parts = parts;
  }

  /** The session begins; the run's first events are told. */
  begin(): void {
    const { config, log } = this.parts;
    const { plan, past = newRun, answers, state } = config;
    const { status, size } = state.tasks;
    if (plan.graph === undefined) {
      // What an earlier session had kept back.
      const waiting: number[] = [];
      for (let task = 0; task < size; task++) if (status[task] === blocked) waiting.push(task);
      if (waiting.length > 0) this.release(waiting);
      return;
    }
    const steps = plan.graph.unfolding.begin(past, answers ?? new KeptAnswers(log));
    const named = new Set(steps.flatMap((step) => (step.kind === 'extend' ? [] : step.tasks)));
    // What they need is done once more: they were due in an earlier session, and were not done.
    this.unskip(queuedTasks(config).filter((task) => !named.has(task)));
    this.carryOut(steps);
  }

  /** The task has ended; `ended` is told when that is durable. */
  ends(task: number): void {
    if (this.parts.config.plan.graph === undefined) return;
    const ending = this.ending.get(task);
    if (ending === undefined) this.ending.set(task, { count: 1, void: 0 });
    else ending.count++;
  }

  /** The task has ended, which is durable; its agent, where it had one, has not been let go. */
  ended(task: number, hadAgent: boolean): void {
    const { graph } = this.parts.config.plan;
    if (graph === undefined || this.isVoid(task) || this.dropped.has(task)) return;
    this.carryOut(graph.unfolding.ended(this.endOf(task)), hadAgent);
  }

  /** Tasks that had ended are in the queue again. */
  reopened(tasks: readonly number[]): void {
    for (const task of tasks) {
      const ending = this.ending.get(task);
      if (ending !== undefined) ending.void = ending.count;
      this.dropped.delete(task);
      this.due.delete(task);
    }
    const { graph } = this.parts.config.plan;
    if (graph !== undefined) this.carryOut(graph.unfolding.reopened(tasks));
  }

  /** Keeps tasks back that no agent has begun. */
  pause(tasks: readonly number[], by: string): void {
    const { log, work, config } = this.parts;
    const { status } = config.state.tasks;
    for (const task of tasks) {
      if (status[task] !== queued) continue;
      work.remove(task);
      this.due.add(task);
    }
    log.emit({ type: 'tasks.paused', tasks, by });
  }

  /** Whether the task can be kept back: it waits, and no agent has begun it. */
  canPause(task: number): boolean {
    const { hand, config } = this.parts;
    const { tasks, paused } = config.state;
    if (paused.has(task)) return false;
    return (
      tasks.status[task] === blocked || (tasks.status[task] === queued && !hand.hasBegun(task))
    );
  }

  /** Lets tasks go on that were kept back. */
  resume(tasks: readonly number[], by: string): void {
    this.parts.log.emit({ type: 'tasks.resumed', tasks, by });
    const due = tasks.filter((task) => this.due.delete(task));
    if (due.length > 0) this.release(due);
  }

  /** @param isLetGo whether an agent is about to be let go, and may go on with what comes after its task */
  private carryOut(steps: readonly PlanStep[], isLetGo = false): void {
    for (const step of steps) {
      switch (step.kind) {
        case 'release':
          this.release(step.tasks, isLetGo ? step.after : undefined);
          break;
        case 'skip':
          this.skip(this.unbegun(step.tasks), step.reason, step.harmless ?? false);
          break;
        case 'drop':
          this.drop(this.open(step.tasks), step.reason);
          break;
        case 'unskip':
          this.unskip(step.tasks);
          break;
        case 'extend':
          this.extend(step);
      }
    }
  }

  private release(tasks: readonly number[], after?: number): void {
    const { log, work, canary, config } = this.parts;
    const { status } = config.state.tasks;
    const { paused } = config.state;
    const now = tasks.filter((task) => {
      if (status[task] !== blocked) return false;
      if (paused.has(task)) this.due.add(task);
      return !paused.has(task);
    });
    if (now.length === 0) return;
    log.emit({ type: 'tasks.released', tasks: now });
    const going = canary.take(now);
    const follows = after !== undefined && work.follow(going[0] ?? -1, after);
    work.add(follows ? going.slice(1) : going, config.plan.batch);
  }

  private skip(tasks: readonly number[], reason: string, unneeded: boolean): void {
    if (tasks.length === 0) return;
    const { log, work, config } = this.parts;
    const { status } = config.state.tasks;
    for (const task of tasks) {
      if (status[task] === queued) work.remove(task);
      this.due.delete(task);
    }
    log.emit({ type: 'tasks.skipped', tasks, reason, ...(unneeded && { unneeded }) });
  }

  private drop(tasks: readonly number[], reason: string): void {
    const { hand } = this.parts;
    for (const task of tasks) this.dropped.add(task);
    const unsent = tasks.filter((task) => !hand.abandon(task, reason));
    this.skip(unsent, reason, true);
  }

  private unskip(tasks: readonly number[]): void {
    const { log, work, config } = this.parts;
    const { status } = config.state.tasks;
    for (const task of tasks) this.dropped.delete(task);
    const again = tasks.filter((task) => status[task] === skipped || status[task] === queued);
    for (const task of again) if (status[task] === queued) work.remove(task);
    if (again.length > 0) log.emit({ type: 'tasks.blocked', tasks: again });
  }

  private extend({ by, first, count }: Extract<PlanStep, { kind: 'extend' }>): void {
    const { config, log, work } = this.parts;
    const { plan, journal, state } = config;
    // In a run that goes on it may be told again of what is there.
    if (state.tasks.size >= first + count) return;
    journal.addTasks?.(plan, first, count);
    const role = Array.from(plan.role.subarray(first, first + count));
    const priority = Array.from(plan.priority.subarray(first, first + count));
    log.emit({ type: 'plan.extended', by, first, count, role, priority });
    work.grow();
  }

  /** Whether the end that has become durable is one that was taken back. */
  private isVoid(task: number): boolean {
    const ending = this.ending.get(task);
    if (ending === undefined) return false;
    const isVoid = ending.void > 0;
    ending.count--;
    if (isVoid) ending.void--;
    if (ending.count === 0) this.ending.delete(task);
    return isVoid;
  }

  /** Those that have not ended. */
  private open(tasks: readonly number[]): number[] {
    const { status } = this.parts.config.state.tasks;
    return tasks.filter((task) => status[task] < done);
  }

  /** Those that have not ended, and that no agent has begun: such a one ends by itself, and its end is told. */
  private unbegun(tasks: readonly number[]): number[] {
    return this.open(tasks).filter((task) => !this.parts.hand.hasBegun(task));
  }

  private endOf(task: number): TaskEnd {
    const { status } = this.parts.config.state.tasks;
    return { task, status: taskStatusNames[status[task]] as TaskEnd['status'] };
  }
}
