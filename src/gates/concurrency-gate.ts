import pLimit from 'p-limit';
import type { CallOutcome, Gate, Hold } from './gate.ts';

/**
 * Calls in flight over the whole run, at most. p-limit keeps the count and takes a new limit live;
 * its own queue stays empty, because a call enters only when there is room.
 */
export class ConcurrencyGate implements Gate {
  readonly name = 'concurrency' as const;
  private readonly limit;
  /** Called when a slot is free again. */
  private readonly onRoom: () => void;

  constructor(concurrency: number, onRoom: () => void) {
    this.limit = pLimit(concurrency);
    this.onRoom = onRoom;
  }

  get concurrency(): number {
    return this.limit.concurrency;
  }

  set concurrency(value: number) {
    this.limit.concurrency = value;
    this.onRoom();
  }

  get active(): number {
    return this.limit.activeCount;
  }

  check(): Hold | null {
    if (this.limit.activeCount < this.limit.concurrency) return null;
    return { gate: this.name, detail: `concurrency ${this.limit.concurrency}`, until: null };
  }

  enter(): (outcome: CallOutcome) => void {
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    // p-limit gives the slot back a few microtasks after the call's promise is settled.
    void this.limit(() => left).then(() => setImmediate(this.onRoom));
    return () => leave();
  }
}
