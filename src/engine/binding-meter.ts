import type { BindingName, Bound } from '../state/events.ts';

interface Span {
  readonly by: BindingName;
  readonly route: number;
  readonly detail: string;
  ms: number;
}

/** From this utilization of the event loop on, this process holds the run back. */
const saturated = 0.9;
/** A limit that moves all the time has a new detail each time: the longest are kept. */
const mostBounds = 8;

/**
 * Integrates over time what keeps the next task from being sent. The dispatcher says at the end of
 * each look for work what bound; that holds until it says otherwise. O(1) a look, as long as the
 * constraint stays the same.
 */
export class BindingMeter {
  private readonly spans: Span[] = [];
  private current: Span | null = null;
  /** When `current` was last added up, and when the shares were taken last: `performance.now()` ms. */
  private at = 0;
  private takenAt = 0;
  private readonly utilization: () => number;

  /** @param utilization how busy this process's event loop was since the last call, 0 to 1 */
  constructor(utilization: () => number = loopUtilization()) {
    this.utilization = utilization;
  }

  /** @param now `performance.now()` ms: nothing binds before */
  start(now: number): void {
    this.at = now;
    this.takenAt = now;
    this.utilization();
  }

  /** Nothing bound for so long, which was not the run's: the process stood still. */
  skip(ms: number): void {
    this.at += ms;
    this.takenAt += ms;
    this.utilization();
  }

  /** @param route whose gate it is; -1 where it is the run's */
  bind(by: BindingName, route: number, detail: string, now: number): void {
    const { current } = this;
    if (current?.by === by && current.route === route && current.detail === detail) return;
    this.addUp(now);
    const known = this.spans.find(
      (span) => span.by === by && span.route === route && span.detail === detail,
    );
    this.current = known ?? { by, route, detail, ms: 0 };
    if (known === undefined) this.spans.push(this.current);
  }

  /** What bound since the last time, the longest first, as shares of that time. */
  take(now: number): Bound[] {
    this.addUp(now);
    const utilization = this.utilization();
    const busy = utilization > saturated ? utilization : 0;
    const wholeMs = Math.max(1, now - this.takenAt);
    this.takenAt = now;
    const bounds = this.spans.map(({ by, route, detail, ms }): Bound => {
      const share = rounded((ms / wholeMs) * (1 - busy));
      return { by, route, detail, share };
    });
    if (busy > 0) bounds.push({ by: 'cpu', route: -1, detail: '', share: rounded(busy) });
    this.spans.length = 0;
    if (this.current !== null) {
      this.current.ms = 0;
      this.spans.push(this.current);
    }
    const bound = bounds.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
    return bound.slice(0, mostBounds);
  }

  private addUp(now: number): void {
    if (this.current !== null) this.current.ms += Math.max(0, now - this.at);
    this.at = now;
  }
}

function loopUtilization(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}

/** Cut, not rounded, to a thousandth: shares must not add up to more than the whole. */
function rounded(share: number): number {
  return Math.floor(Math.min(1, share) * 1000) / 1000;
}
