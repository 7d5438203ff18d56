/** Something that has a time by which it must have gone on. */
export interface Deadline {
  /** `performance.now()` ms; infinite where there is none. */
  deadlineAt: number;
  /** Called once the time has passed; sets a later one or takes itself off the clock. */
  expire(now: number): void;
}

const tickMs = 50;

/**
 * One timer for the time limits of all calls: each call carries one deadline, that of its phase, and
 * a tick looks for the ones that have passed. A limit is kept to within 50 ms.
 */
export class DeadlineClock {
  private readonly watched = new Set<Deadline>();
  private timer: NodeJS.Timeout | null = null;

  add(deadline: Deadline): void {
    this.watched.add(deadline);
    this.timer ??= setInterval(() => this.tick(), tickMs);
  }

  delete(deadline: Deadline): void {
    this.watched.delete(deadline);
    if (this.watched.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }

  private tick(): void {
    const now = performance.now();
    for (const deadline of this.watched) if (now >= deadline.deadlineAt) deadline.expire(now);
  }
}
