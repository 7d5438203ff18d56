import type { Hold } from '../gates/gate.ts';
import type { BindingName } from '../state/events.ts';

/** The detail of `agents` where it is batches that keep tasks from the agents that are free. */
export const batchesBind = 'batches';

/** What a look for work found in the end, when nothing more could be sent. */
export interface LookEnd {
  /** A task could be taken by an agent now. */
  readonly ready: boolean;
  /** Tasks that have not been sent, those that follow others in a batch included. */
  readonly waiting: number;
  readonly inFlight: number;
  /** Tasks that back off. */
  readonly retrying: number;
  /** Tasks whose tools run, or ask whether they may. */
  readonly inTools: number;
  /** Tasks that are in no queue yet: they wait for others, or the operator keeps them back. */
  readonly blocked: number;
  /** Of these, those that are kept back. */
  readonly keptBack: number;
  /** Agents are free whose role has tasks, all of which are bound to others. */
  readonly spare: boolean;
  /** What the reader of the results has no room in; null where it has, or there is none. */
  readonly reader: string | null;
  /** The concurrency, where it is full. */
  readonly concurrency: Hold | null;
  /** What held the most urgent task that could have been taken, and on which route. */
  readonly held: { readonly route: number; readonly hold: Hold } | null;
}

/** Tells what it was that kept the next task from being sent, and on which route (-1 is none). */
export function nameBinding(
  end: LookEnd,
): readonly [by: BindingName, route: number, detail: string] {
  if (end.ready && end.reader !== null) return ['reader', -1, end.reader];
  if (end.ready && end.concurrency !== null) return ['concurrency', -1, end.concurrency.detail];
  if (end.held !== null) return [end.held.hold.gate, end.held.route, end.held.hold.detail];
  // A task that backs off keeps its agent: where most do, it is they that the rest waits for.
  if (end.retrying > 0 && end.retrying >= end.inFlight) return ['retry', -1, ''];
  if (end.inTools > 0 && end.inTools >= end.inFlight) return ['tool', -1, ''];
  if (end.waiting === 0) return [withoutQueue(end), -1, ''];
  return ['agents', -1, end.spare ? batchesBind : ''];
}

/** With nothing queued: what is under way has others behind it, or all that is left is kept back. */
function withoutQueue({ blocked, keptBack, inFlight, retrying, inTools }: LookEnd): BindingName {
  if (blocked > keptBack && inFlight + retrying + inTools > 0) return 'needs';
  return blocked > 0 ? 'you' : 'work';
}
