/** A call that may have to wait for its turn. */
export interface Waiter {
  start(nowT: number): void;
}

/**
 * Lets so many calls be in service at once and makes the others wait in the order they came, as a
 * model server with few slots does. Without a bound every call starts at once.
 */
export class ServiceQueue {
  #slots: number | null;
  readonly #serving = new Set<Waiter>();
  /** A set keeps the order of arrival and lets go of one in the middle. */
  readonly #waiting = new Set<Waiter>();
  #starting = false;

  constructor(slots: number | null) {
    this.#slots = slots;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Calls in service and waiting. */
  get size(): number {
    return this.#serving.size + this.#waiting.size;
  }

  set slots(slots: number | null) {
    this.#slots = slots;
    this.#startNext();
  }

  enter(waiter: Waiter): void {
    this.#waiting.add(waiter);
    this.#startNext();
  }

  /** A call has ended, in service or while it waited. */
  leave(waiter: Waiter): void {
    this.#waiting.delete(waiter);
    if (this.#serving.delete(waiter)) this.#startNext();
  }

  #startNext(): void {
    // A call may end while it starts; the loop below goes on with the next by itself.
    if (this.#starting) return;
    this.#starting = true;
    for (const waiter of this.#waiting) {
      if (this.#slots !== null && this.#serving.size >= this.#slots) break;
      this.#waiting.delete(waiter);
      this.#serving.add(waiter);
      waiter.start(performance.now());
    }
    this.#starting = false;
  }
}
