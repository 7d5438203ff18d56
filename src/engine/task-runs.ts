import type { TaskLimits } from '../plan/plan-graph.ts';
import type { RunState } from '../state/run-state.ts';
import type { EventLog } from './event-log.ts';
import { TaskLimit } from './task-limit.ts';
import { TaskRun, type TaskRunEnds } from './task-run.ts';

export interface TaskRunsParts {
  readonly log: EventLog;
  readonly state: RunState;
  readonly ends: TaskRunEnds;
  /** What holds for one task in place of what holds for all; null where nothing does. */
  limitsOf(task: number): TaskLimits | null;
  /** The time of a task is over. */
  onExpire(task: number, message: string): void;
}

/** The tasks that have begun and not ended, with the time that each may take. */
export class TaskRuns {
  /** Limit of a task with its retries, for tasks that begin from now on; null for none. */
  taskSeconds: number | null;
  private readonly parts: TaskRunsParts;
  private readonly byTask = new Map<number, TaskRun>();
  private isPaused = false;

  constructor(parts: TaskRunsParts, taskSeconds: number | null) {
    this.parts = parts;
    this.taskSeconds = taskSeconds;
  }

  of(task: number): TaskRun | undefined {
    return this.byTask.get(task);
  }

  all(): TaskRun[] {
    return [...this.byTask.values()];
  }

  begin(task: number, agent: number): TaskRun {
    const { log, state, ends, onExpire, limitsOf } = this.parts;
    const own = limitsOf(task);
    const run = new TaskRun(task, agent, log, state, ends, own?.retries ?? null);
    this.byTask.set(task, run);
    const taskSeconds = own?.taskSeconds ?? this.taskSeconds;
    if (taskSeconds !== null) {
      const message = `no end within ${taskSeconds} s of the task, its retries included`;
      run.limit = new TaskLimit(taskSeconds * 1000, () => onExpire(task, message));
    }
    return run;
  }

  /** It has ended, or is begun anew when it is its turn again: the time until then is not its own. */
  forget(run: TaskRun): void {
    run.clearLimit();
    this.byTask.delete(run.task);
  }

  /** While the run is paused, no time of a task passes but that of what still runs. */
  set paused(paused: boolean) {
    this.isPaused = paused;
    for (const run of this.byTask.values()) {
      if (!paused) run.limit?.go();
      else if (!run.isAtWork) run.limit?.stop();
    }
  }

  /** The task's call, or its tools, have ended and it waits. */
  waits(run: TaskRun): void {
    if (this.isPaused) run.limit?.stop();
  }

  /** The run is over: no timer of a task may keep the process alive. */
  clearTimers(): void {
    for (const run of this.byTask.values()) {
      run.clearBackoff();
      run.clearLimit();
    }
  }
}
