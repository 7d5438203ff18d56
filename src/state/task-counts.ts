import { TaskStatus } from './agent-state.ts';
import { QueuedOrder } from './queued-order.ts';
import type { TaskColumns } from './task-columns.ts';

/** How many tasks are in each status, and of the queued ones how many by priority and role. */
export class TaskCounts {
  readonly byStatus = new Uint32Array(Object.keys(TaskStatus).length);
  readonly queuedByPriority = new Map<number, number>();
  readonly queuedByRole: Int32Array;
  /** How often a task entered the queue, and left it. */
  entered = 0;
  left = 0;
  private readonly tasks: TaskColumns;
  private readonly order = new QueuedOrder();

  constructor(tasks: TaskColumns, roles: number) {
    this.tasks = tasks;
    this.queuedByRole = new Int32Array(roles);
  }

  /** Counts tasks that were just added. */
  added(first: number): void {
    const { size, status } = this.tasks;
    this.order.grow(size);
    for (let task = first; task < size; task++) this.count(task, status[task], 1);
  }

  /** @param t run time, ms; never earlier than that of the move before */
  move(task: number, to: number, t: number): void {
    this.count(task, this.tasks.status[task], -1);
    this.tasks.status[task] = to;
    this.tasks.sinceT[task] = t;
    this.count(task, to, 1);
  }

  /** The task keeps its age: it waits since when it was queued. */
  reprioritise(task: number, priority: number): void {
    const { tasks, queuedByPriority } = this;
    if (tasks.status[task] === TaskStatus.queued) {
      const from = tasks.priority[task];
      queuedByPriority.set(from, (queuedByPriority.get(from) ?? 0) - 1);
      queuedByPriority.set(priority, (queuedByPriority.get(priority) ?? 0) + 1);
      this.order.move(task, from, priority, tasks.sinceT);
    }
    tasks.priority[task] = priority;
  }

  /** Run time, ms, at which the longest-waiting task of a priority was queued; null where none waits. */
  oldestQueuedT(priority: number): number | null {
    const first = this.order.first(priority);
    return first < 0 ? null : this.tasks.sinceT[first];
  }

  get ended(): number {
    const by = this.byStatus;
    return (
      by[TaskStatus.done] +
      by[TaskStatus.failed] +
      by[TaskStatus.cancelled] +
      by[TaskStatus.skipped] +
      by[TaskStatus.poison]
    );
  }

  private count(task: number, status: number, by: 1 | -1): void {
    this.byStatus[status] += by;
    if (status !== TaskStatus.queued) return;
    const priority = this.tasks.priority[task];
    if (by === 1) {
      this.order.append(task, priority);
      this.entered++;
    } else {
      this.order.remove(task, priority);
      this.left++;
    }
    this.queuedByPriority.set(priority, (this.queuedByPriority.get(priority) ?? 0) + by);
    this.queuedByRole[this.tasks.role[task]] += by;
  }
}
