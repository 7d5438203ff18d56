/** A task as a table takes it. */
export interface NewTask {
  readonly id: string;
  /** Index of its role. */
  readonly role: number;
  /** Larger goes first; see `priorityOf`. */
  readonly priority: number;
  /** Number of its batch; left out, it is on its own. */
  readonly batch?: number;
  /** The task whose place it has among those of the same urgency; left out, it comes after all others. */
  readonly beside?: number | undefined;
}

interface Columns {
  readonly role: Uint16Array;
  readonly priority: Int16Array;
  readonly batch: Uint32Array;
  readonly place: Uint32Array;
}

/**
 * The columns of a plan whose tasks depend on each other; it grows while the run lives. The arrays are
 * replaced as it grows: read them from the table each time.
 */
export class TaskTable {
  private roles = new Uint16Array(64);
  private priorities = new Int16Array(64);
  private batches = new Uint32Array(64);
  private places = new Uint32Array(64);
  private readonly ids: string[] = [];
  private nextBatch = 0;
  /** The columns as long as they are now; null since a task was added. */
  private columns: Columns | null = null;

  get size(): number {
    return this.ids.length;
  }

  get role(): Uint16Array {
    return this.now().role;
  }

  get priority(): Int16Array {
    return this.now().priority;
  }

  get batch(): Uint32Array {
    return this.now().batch;
  }

  /** Of the same urgency the task with the lower place goes first; of the same place the lower number. */
  get place(): Uint32Array {
    return this.now().place;
  }

  id(task: number): string {
    return this.ids[task];
  }

  /** @returns its number */
  add({ id, role, priority, batch = this.nextBatch, beside }: NewTask): number {
    const task = this.ids.push(id) - 1;
    this.columns = null;
    if (task >= this.roles.length) this.grow();
    this.roles[task] = role;
    this.priorities[task] = priority;
    this.batches[task] = batch;
    this.places[task] = beside === undefined ? task : this.places[beside];
    this.nextBatch = Math.max(this.nextBatch, batch + 1);
    return task;
  }

  private now(): Columns {
    const { size } = this;
    this.columns ??= {
      role: this.roles.subarray(0, size),
      priority: this.priorities.subarray(0, size),
      batch: this.batches.subarray(0, size),
      place: this.places.subarray(0, size),
    };
    return this.columns;
  }

  private grow(): void {
    const capacity = this.roles.length * 2;
    const { roles, priorities, batches, places } = this;
    this.roles = new Uint16Array(capacity);
    this.roles.set(roles);
    this.priorities = new Int16Array(capacity);
    this.priorities.set(priorities);
    this.batches = new Uint32Array(capacity);
    this.batches.set(batches);
    this.places = new Uint32Array(capacity);
    this.places.set(places);
  }
}
