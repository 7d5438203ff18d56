import type { RunEvent } from '../../src/state/events.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { plural } from '../parts/format.ts';
import { askedNews } from './asked-sentences.ts';
import { eventSentences } from './log-sentences.ts';
import { sentence } from './spoken.ts';

/** What an operator must hear of without waiting for the next status line. */
const urgent: ReadonlySet<RunEvent['type']> = new Set<RunEvent['type']>([
  'run.phase',
  'run.resumed',
  'stop.proven',
  'alert.raised',
  'alert.cleared',
  'breaker.changed',
  'command.accepted',
  'command.refused',
  'tuning.changed',
  'concurrency.changed',
  'agents.changed',
  'budget.changed',
  'tasks.prioritized',
  'tasks.routed',
]);
/** Lines of one look: whoever wants them all asks for the log. */
const mostLines = 6;

/** Tells each state change, alert, breaker, tool that asks and command of somebody else once, as it comes. */
export class UrgentNews {
  private readonly operator: string;
  private told: number;

  constructor(snapshot: RunSnapshot, operator: string) {
    this.operator = operator;
    this.told = snapshot.notable.count;
  }

  /** @param mine what happened since the last look is the effect of a command that was just answered */
  look(snapshot: RunSnapshot, mine = false): string[] {
    const fresh = snapshot.notable.count - this.told;
    if (fresh === 0) return [];
    this.told = snapshot.notable.count;
    const newest = snapshot.notable.newest(fresh);
    const events = newest.filter(
      ({ event }) => urgent.has(event.type) && !this.isKnown(event, mine),
    );
    const since = new Set(newest.map(({ event }) => event.seq));
    const asked = snapshot.asked.filter(({ seq }) => since.has(seq));
    const said = eventSentences(snapshot, this.operator, events);
    const asks = askedNews(snapshot, asked);
    if (said.length <= mostLines) return [...said, ...asks];
    const left = said.length - mostLines;
    return [
      ...said.slice(-mostLines),
      sentence(`${plural(left, 'line')} more before, log says them`),
      ...asks,
    ];
  }

  /** The operator has heard of it: it is the answer to what was typed, or it adapts by itself. */
  private isKnown(event: RunEvent, mine: boolean): boolean {
    if (event.type === 'run.phase') return mine;
    return 'by' in event && (event.by === this.operator || event.by === 'auto');
  }
}
