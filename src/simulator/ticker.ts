/** Something that is to happen at a time. */
export interface Timed {
  /** On the clock of `performance.now()`, ms. */
  readonly dueT: number;
  fire(nowT: number): void;
}

/** Length of a step, ms. */
const stepMs = 4;
/** Steps of one turn of the wheel, a power of two; what is due later goes round again. */
const slots = 1024;

interface Entry {
  readonly timed: Timed;
  readonly step: number;
}

/**
 * One clock for everything that waits: a wheel of slots, moved on every 4 ms. 500 streams of 25
 * chunks a second would otherwise start 12,500 timers a second. Runs only while something waits.
 */
export class Ticker {
  readonly #originT = performance.now();
  readonly #wheel: Entry[][] = Array.from({ length: slots }, () => []);
  #step = 0;
  #waiting = 0;
  #timer: NodeJS.Timeout | null = null;

  /** Calls `fire` once at the first step that is not before `dueT`. */
  schedule(timed: Timed): void {
    if (this.#timer === null) {
      this.#step = Math.floor((performance.now() - this.#originT) / stepMs);
      this.#timer = setInterval(() => this.#advance(), stepMs);
    }
    const wanted = Math.ceil((timed.dueT - this.#originT) / stepMs);
    const step = Math.max(wanted, this.#step + 1);
    this.#wheel[step % slots].push({ timed, step });
    this.#waiting++;
  }

  /** Forgets everything that waits. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#waiting = 0;
    for (const slot of this.#wheel) slot.length = 0;
  }

  #advance(): void {
    const nowT = performance.now();
    const reached = Math.floor((nowT - this.#originT) / stepMs);
    while (this.#step < reached && this.#waiting > 0) {
      this.#step++;
      const at = this.#step % slots;
      const due = this.#wheel[at];
      if (due.length === 0) continue;
      this.#wheel[at] = [];
      for (const entry of due) {
        if (entry.step > this.#step) {
          this.#wheel[at].push(entry);
          continue;
        }
        this.#waiting--;
        entry.timed.fire(nowT);
      }
    }
    if (this.#waiting === 0) this.stop();
  }
}
