/** What decides which task goes first, by task; changed only while the task is in no heap. */
export interface TaskOrder {
  /** Larger goes first. */
  readonly priority: Int16Array;
  /** Of the same priority the earlier one goes first; null where no task has one. */
  readonly deadlineMs: Float64Array | null;
  /** Then the lower place goes first; null where that is the number alone. */
  readonly place: Uint32Array | null;
  /** Where in its heap a task stands; written by the heaps, which share it. */
  readonly position: Int32Array;
}

/**
 * A binary heap of tasks, the most urgent on top: larger priority first, then the earlier deadline,
 * then the lower place, then the earlier number. All changes are O(log n). A task is in one heap at a time.
 */
export class TaskHeap {
  private readonly heap: number[] = [];
  private readonly order: TaskOrder;

  constructor(order: TaskOrder) {
    this.order = order;
  }

  get size(): number {
    return this.heap.length;
  }

  /** The most urgent task; -1 where there is none. */
  peek(): number {
    return this.heap.length === 0 ? -1 : this.heap[0];
  }

  /** All tasks, in no order. */
  values(): readonly number[] {
    return this.heap;
  }

  push(task: number): void {
    this.heap.push(task);
    this.rise(task, this.heap.length - 1);
  }

  pop(): number {
    const top = this.heap[0];
    this.remove(top);
    return top;
  }

  /** Takes out a task that is in this heap. */
  remove(task: number): void {
    const { heap } = this;
    const at = this.order.position[task];
    const last = heap.pop()!;
    if (last === task) return;
    if (at > 0 && this.before(last, heap[(at - 1) >> 1])) this.rise(last, at);
    else this.sink(last, at);
  }

  clear(): void {
    this.heap.length = 0;
  }

  private rise(task: number, from: number): void {
    const { heap } = this;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(task, heap[parent])) break;
      this.put(heap[parent], at);
      at = parent;
    }
    this.put(task, at);
  }

  private sink(task: number, from: number): void {
    const { heap } = this;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.before(heap[child + 1], heap[child])) child++;
      if (!this.before(heap[child], task)) break;
      this.put(heap[child], at);
      at = child;
    }
    this.put(task, at);
  }

  private put(task: number, at: number): void {
    this.heap[at] = task;
    this.order.position[task] = at;
  }

  private before(a: number, b: number): boolean {
    const { priority, deadlineMs, place } = this.order;
    if (priority[a] !== priority[b]) return priority[a] > priority[b];
    if (deadlineMs !== null && deadlineMs[a] !== deadlineMs[b])
      return deadlineMs[a] < deadlineMs[b];
    if (place !== null && place[a] !== place[b]) return place[a] < place[b];
    return a < b;
  }
}
