import type { RunPhase } from './events.ts';

const working: ReadonlySet<RunPhase> = new Set(['RUNNING', 'DRAINING', 'PAUSING']);

/** How long a session has worked, its pauses left out. */
export class WorkClock {
  private ms = 0;
  private sinceT: number | null = null;

  enter(phase: RunPhase, t: number): void {
    const works = working.has(phase);
    if (works && this.sinceT === null) this.sinceT = t;
    if (works || this.sinceT === null) return;
    this.ms += t - this.sinceT;
    this.sinceT = null;
  }

  /** ms up to run time `t`. */
  worked(t: number): number {
    return this.ms + (this.sinceT === null ? 0 : t - this.sinceT);
  }

  reset(): void {
    this.ms = 0;
    this.sinceT = null;
  }
}
