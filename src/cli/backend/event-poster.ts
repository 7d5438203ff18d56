import type { ServerPlace } from '../../providers/probe/single-exchange.ts';
import { count } from '../format.ts';
import { postJson } from '../post-json.ts';
import { batchEvents, EventQueue, type PostedEvent } from './event-queue.ts';

/** So long events are gathered, where they do not fill a post before: each has its own connection. */
const gatherMs = 500;
const postMs = 10_000;
/** How long the end of a run waits for events that are not posted yet. */
const mostMsAtEnd = 2_000;
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

export interface PosterParts {
  readonly place: ServerPlace;
  readonly run: { readonly runId: string; readonly name: string };
  /** Told in one sentence of the first failure. */
  readonly onFailure: (message: string) => void;
}

/**
 * Posts the events of a run to a backend in batches, one after the other and beside the run, which
 * never waits for it: what a backend that is down or slow cannot take is kept up to a bound, and
 * beyond that lost, the oldest first. Each batch is
 * `{"v":1,"run":"<id>","name":"…","lost":0,"events":[…]}`, an event as `--ui json` prints it.
 */
export class EventPoster {
  private readonly parts: PosterParts;
  private readonly queue = new EventQueue();
  private readonly host: string;
  private readonly cut = new AbortController();
  private busy: Promise<void> | null = null;
  private ending = false;
  /** Ends the wait that is on. */
  private wake: () => void = () => {};
  private problem: string | null = null;
  private lost = 0;

  constructor(parts: PosterParts) {
    this.parts = parts;
    this.host = new URL(parts.place.address).host;
  }

  event(event: PostedEvent): void {
    this.queue.add(event);
    this.busy ??= this.work();
  }

  /**
   * Posts what is left, in time or not at all.
   *
   * @returns how much the backend did not get and why, in one sentence; null where it got all
   */
  async settled(withinMs = mostMsAtEnd): Promise<string | null> {
    this.ending = true;
    this.wake();
    const timer = setTimeout(() => this.cut.abort(), withinMs);
    await this.busy;
    clearTimeout(timer);
    const lost = this.lost + this.queue.lost + this.queue.size;
    if (lost === 0) return null;
    return `BACKEND_URL: ${count(lost)} events of the run could not be posted: ${this.problem ?? `${this.host} was too slow`}`;
  }

  private async work(): Promise<void> {
    while (this.queue.size > 0 && !this.cut.signal.aborted) {
      if (this.queue.size < batchEvents) await this.rest(gatherMs);
      await this.deliver(this.queue.take());
    }
    this.busy = null;
  }

  /** Tries until the backend has it, refuses it for good, or the run has ended. */
  private async deliver(events: readonly PostedEvent[]): Promise<void> {
    const { runId, name } = this.parts.run;
    const lost = this.lost + this.queue.lost;
    const body = JSON.stringify({ v: 1, run: runId, name, lost, events });
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      const again = await this.attempt(body);
      if (again === null) return;
      if (!again || this.ending) break;
      await this.rest(waitMs);
    }
    this.lost += events.length;
  }

  /** Null where it went well; else whether it may go well later. */
  private async attempt(body: string): Promise<boolean | null> {
    const signal = AbortSignal.any([this.cut.signal, AbortSignal.timeout(postMs)]);
    try {
      const status = await postJson(this.parts.place, body, { signal, withinMs: postMs });
      if (status >= 200 && status < 300) return null;
      this.fail(`${this.host} answered ${status}`);
      return status >= 500 || [408, 425, 429].includes(status);
    } catch (error) {
      this.fail(this.cut.signal.aborted ? `${this.host} was too slow` : (error as Error).message);
      return true;
    }
  }

  private rest(ms: number): Promise<void> {
    if (this.ending) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private fail(problem: string): void {
    if (this.problem === null) this.parts.onFailure(`run events cannot be posted: ${problem}`);
    this.problem = problem;
  }
}
