/** A binary heap of tasks, the most urgent on top: larger priority first, then the earlier number. */
export class TaskHeap {
  private readonly heap: number[] = [];
  private readonly priority: Int16Array;

  /** @param priority by task */
  constructor(priority: Int16Array) {
    this.priority = priority;
  }

  get size(): number {
    return this.heap.length;
  }

  /** The most urgent task; -1 where there is none. */
  peek(): number {
    return this.heap.length === 0 ? -1 : this.heap[0];
  }

  push(task: number): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(task);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(task, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = task;
  }

  pop(): number {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop()!;
    if (heap.length > 0) this.sink(last);
    return top;
  }

  /** Takes a task out wherever it stands; O(n), for what is rare. */
  remove(task: number): void {
    const rest = this.heap.filter((other) => other !== task);
    this.heap.length = 0;
    for (const other of rest) this.push(other);
  }

  private sink(task: number): void {
    const { heap } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.before(heap[child + 1], heap[child])) child++;
      if (!this.before(heap[child], task)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = task;
  }

  private before(a: number, b: number): boolean {
    const difference = this.priority[a] - this.priority[b];
    return difference > 0 || (difference === 0 && a < b);
  }
}
