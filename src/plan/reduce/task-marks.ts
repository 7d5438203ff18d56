const open = 0;
const done = 1;
const ended = 2;

/** How the tasks of a plan that is reduced stand: a byte each, however many are added. */
export class TaskMarks {
  private states = new Uint8Array(64);
  private wasRead = new Uint8Array(64);
  private readonly isOwn: (task: number) => boolean;
  /** Tasks of the plan itself that have ended, with an answer or without. */
  endedOfPlan = 0;

  /** @param isOwn whether the task is one of the reduction */
  constructor(isOwn: (task: number) => boolean) {
    this.isOwn = isOwn;
  }

  isOpen(task: number): boolean {
    return (this.states[task] ?? open) === open;
  }

  /** Whether it has an answer that no later task reads yet. */
  isUnread(task: number): boolean {
    return this.states[task] === done && this.wasRead[task] === 0;
  }

  reopen(task: number): void {
    this.set(task, open);
  }

  end(task: number, withAnswer: boolean): void {
    this.set(task, withAnswer ? done : ended);
  }

  read(tasks: readonly number[]): void {
    for (const task of tasks) this.wasRead[task] = 1;
  }

  /** Nobody reads their answers after all. */
  unread(tasks: readonly number[]): void {
    for (const task of tasks) this.wasRead[task] = 0;
  }

  private set(task: number, state: number): void {
    if (task >= this.states.length) {
      const capacity = (task + 1) * 2;
      this.states = grown(this.states, capacity);
      this.wasRead = grown(this.wasRead, capacity);
    }
    const before = this.states[task];
    this.states[task] = state;
    if (this.isOwn(task)) return;
    if (before === open && state !== open) this.endedOfPlan++;
    if (before !== open && state === open) this.endedOfPlan--;
  }
}

function grown(column: Uint8Array<ArrayBuffer>, capacity: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(capacity);
  larger.set(column);
  return larger;
}
