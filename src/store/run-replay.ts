import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RunEvent } from '../state/events.ts';
import { RunState } from '../state/run-state.ts';
import { readEventsToFold } from './event-reader.ts';
import { readEnd } from './run-reader.ts';
import type { Database } from './sqlite.ts';

/** So long is folded at a stretch: the console draws and takes keys in between. */
const stretchMs = 8;

/** The log of a run, folded up to any moment of it, through the very fold that it had while it lived. */
export class RunReplay {
  /** The run as it stood at `t`. */
  state = new RunState();
  /** Run time, ms. */
  t = 0;
  /** Run time of the last event, ms. */
  readonly endT: number;
  readonly #database: Database;
  readonly #lastSeq: number;
  /** What the log is being folded into: `state` itself but on the way back. */
  #folding = this.state;
  #events: Iterator<RunEvent>;
  /** Read from the log and not folded yet; null at its end. */
  #next: RunEvent | null;
  #turn = 0;

  constructor(database: Database) {
    this.#database = database;
    const { lastSeq, lastT } = readEnd(database);
    this.#lastSeq = lastSeq;
    this.endT = lastT;
    this.#events = readEventsToFold(database);
    this.#next = this.#read();
  }

  /**
   * Folds up to a moment; back from where it stands it begins anew. Resolves with whether it got
   * there: a later call takes over from an earlier one.
   *
   * @param onProgress told the share of the log that is folded, now and then
   */
  async to(t: number, onProgress: (share: number) => void = () => {}): Promise<boolean> {
    const turn = ++this.#turn;
    if (t < this.#folding.t) this.#rewind();
    let pauseAt = performance.now() + stretchMs;
    while (this.#next !== null && this.#next.t <= t) {
      this.#folding.apply(this.#next);
      this.#next = this.#read();
      if (performance.now() < pauseAt) continue;
      onProgress(this.#folding.seq / this.#lastSeq);
      // On its way forward what is shown moves with it.
      if (this.state === this.#folding) this.t = this.#folding.t;
      await nextTurn();
      if (turn !== this.#turn) return false;
      pauseAt = performance.now() + stretchMs;
    }
    this.state = this.#folding;
    this.t = t;
    return true;
  }

  /** Nothing is read any more; what was folded stays. */
  close(): void {
    this.#turn++;
    this.#events.return?.();
    this.#next = null;
  }

  #rewind(): void {
    this.#events.return?.();
    this.#events = readEventsToFold(this.#database);
    this.#next = this.#read();
    this.#folding = new RunState();
  }

  #read(): RunEvent | null {
    const { value, done } = this.#events.next();
    return done === true ? null : value;
  }
}
