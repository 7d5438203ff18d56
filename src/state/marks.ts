import type { RunEvent } from './events.ts';

/** What changed something about the run: a hand on its tuning, a preset, its own limits, … */
export type MarkKind = 'hand' | 'preset' | 'pause' | 'resume' | 'auto' | 'breaker';

/** A moment at which something about the run was changed. */
export interface Mark {
  readonly kind: MarkKind;
  /** Who asked for it; empty where that is not said. */
  readonly by: string;
  /** Samples that the series had by then: where it stands in a chart. */
  readonly sample: number;
}

/** Of either kind. */
const mostMarks = 64;
/** What adapts can do so every second: marks of it no closer than this, in samples. */
const autoApart = 10;

/**
 * The last changes of a run, for the axes of its charts. Those by hand are kept apart from those
 * that the run makes itself, so that a limit that adapts all the time does not push them out.
 */
export class Marks {
  private readonly byHand: Mark[] = [];
  private readonly byItself: Mark[] = [];

  /** @param samples that there are before the event */
  add(event: RunEvent, samples: number): void {
    const kind = kindOf(event);
    if (kind === null) return;
    const marks = kind === 'auto' || kind === 'breaker' ? this.byItself : this.byHand;
    const apart = kind === 'auto' ? autoApart : 1;
    const last = marks.findLast((mark) => mark.kind === kind);
    // What is done in one breath is one mark.
    if (last !== undefined && samples - last.sample < apart) return;
    marks.push({ kind, by: event.type === 'tuning.changed' ? event.by : '', sample: samples });
    if (marks.length > mostMarks) marks.shift();
  }

  /** The oldest first. */
  all(): Mark[] {
    return [...this.byHand, ...this.byItself].sort((a, b) => a.sample - b.sample);
  }
}

function kindOf(event: RunEvent): MarkKind | null {
  switch (event.type) {
    case 'tuning.changed':
      if (event.preset !== null) return 'preset';
      if (event.changes.length === 0) return null;
      return event.by === 'auto' ? 'auto' : 'hand';
    case 'run.phase':
      return event.phase === 'PAUSING' ? 'pause' : null;
    case 'run.resumed':
      return 'resume';
    case 'limit.adapted':
      // It grows wherever it can, which the chart shows; what it was cut by is news.
      return event.to < event.from ? 'auto' : null;
    case 'breaker.changed':
      return event.to === 'open' ? 'breaker' : null;
    default:
      return null;
  }
}
