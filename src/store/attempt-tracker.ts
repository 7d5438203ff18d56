import type { EventOf, RunEvent } from '../state/events.ts';

/** An attempt under way, as far as the events have told. All times are run time in ms. */
export interface OpenAttempt {
  /** `seq` of the event that started it: the attempt's name in the store. */
  readonly startedSeq: number;
  readonly task: number;
  readonly agent: number;
  readonly route: number;
  readonly attempt: number;
  /** 1 for the first of the conversation. */
  readonly turn: number;
  readonly startedT: number;
  sentT: number | null;
  connectMs: number | null;
  streamingT: number | null;
  firstTokenMs: number | null;
}

export type AttemptEnd =
  | EventOf<'task.retrying'>
  | EventOf<'task.requeued'>
  | EventOf<'task.finished'>
  | EventOf<'turn.finished'>
  | EventOf<'turn.failed'>
  | EventOf<'task.failed'>
  | EventOf<'task.poisoned'>
  | EventOf<'task.cancelled'>;

export interface EndedAttempt {
  readonly open: OpenAttempt;
  readonly end: AttemptEnd;
}

/**
 * Pairs the start of each attempt with its end, so that an attempt is written once, when all of it
 * is known. An agent works on one task at a time: there is at most one open attempt for each.
 */
export class AttemptTracker {
  readonly #open = new Map<number, OpenAttempt>();

  /** Attempts that have not ended. */
  get open(): Iterable<OpenAttempt> {
    return this.#open.values();
  }

  /** The agent's attempt under way; null where it has none. */
  of(agent: number): OpenAttempt | null {
    return this.#open.get(agent) ?? null;
  }

  /** Takes the next event; gives the attempt that it ended, if it ended one. */
  observe(event: RunEvent): EndedAttempt | null {
    switch (event.type) {
      case 'task.started':
        this.#open.set(event.agent, {
          startedSeq: event.seq,
          task: event.task,
          agent: event.agent,
          route: event.route,
          attempt: event.attempt,
          turn: event.turn ?? 1,
          startedT: event.t,
          sentT: null,
          connectMs: null,
          streamingT: null,
          firstTokenMs: null,
        });
        return null;
      case 'call.sent': {
        const open = this.#open.get(event.agent);
        if (open?.task === event.task) {
          open.sentT = event.t;
          open.connectMs = event.connectMs;
        }
        return null;
      }
      case 'call.streaming': {
        const open = this.#open.get(event.agent);
        if (open?.task === event.task) {
          open.streamingT = event.t;
          open.firstTokenMs = event.firstTokenMs;
        }
        return null;
      }
      // A task can also end, or be queued again, while it backs off: then no attempt is open.
      case 'task.retrying':
      case 'task.requeued':
      case 'task.finished':
      case 'turn.finished':
      case 'turn.failed':
      case 'task.failed':
      case 'task.poisoned':
      case 'task.cancelled': {
        const open = this.#open.get(event.agent);
        if (open?.task !== event.task) return null;
        this.#open.delete(event.agent);
        return { open, end: event };
      }
      default:
        return null;
    }
  }
}
