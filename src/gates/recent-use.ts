import { type RateUnit, SlidingWindow } from './sliding-window.ts';

/** What limits of a second and of a minute are told against. */
export type RecentSpan = 's' | 'min';

/** What the calls of a route used in the last second and the last minute, for those who show it. */
export class RecentUse {
  private readonly windows: Readonly<Record<RecentSpan, SlidingWindow>> = {
    s: new SlidingWindow(1_000),
    min: new SlidingWindow(60_000),
  };

  enter(tokens: number, now: number): void {
    this.windows.s.add(now, 1, tokens);
    this.windows.min.add(now, 1, tokens);
  }

  /** Counts so many tokens more, or less (negative), for a call that began at this time. */
  correct(enteredAt: number, tokens: number): void {
    this.windows.s.correct(enteredAt, 0, tokens);
    this.windows.min.correct(enteredAt, 0, tokens);
  }

  used(unit: RateUnit, per: RecentSpan, now: number): number {
    return this.windows[per].used(unit, now);
  }
}
