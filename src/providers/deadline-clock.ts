/** Something that has a time by which it must have gone on. */
export interface Deadline {
  /** `performance.now()` ms; infinite where there is none. */
  deadlineAt: number;
  /** All of its time limits move by so much. */
  postpone(ms: number): void;
  /** Called once the time has passed; sets a later one or takes itself off the clock. */
  expire(now: number): void;
}

const tickMs = 50;
/** A tick so much late is no late tick: the process was stopped, or its machine slept. */
const standstillMs = 1_000;

/**
 * One timer for the time limits of all calls: each call carries one deadline, that of its phase, and
 * a tick looks for the ones that have passed. A limit is kept to within 50 ms. Time in which the
 * process itself stood still is no server's: what has come meanwhile is to be read first.
 */
export class DeadlineClock {
  private readonly watched = new Set<Deadline>();
  private timer: NodeJS.Timeout | null = null;
  private lookedAt = 0;

  add(deadline: Deadline): void {
    this.watched.add(deadline);
    if (this.timer !== null) return;
    this.lookedAt = performance.now();
    this.timer = setInterval(() => this.tick(), tickMs);
  }

  delete(deadline: Deadline): void {
    this.watched.delete(deadline);
    if (this.watched.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }

  private tick(): void {
    const now = performance.now();
    const late = now - this.lookedAt - tickMs;
    this.lookedAt = now;
    if (late > standstillMs) for (const deadline of this.watched) deadline.postpone(late);
    for (const deadline of this.watched) if (now >= deadline.deadlineAt) deadline.expire(now);
  }
}
