import { TaskHeap } from '../engine/task-heap.ts';
import { ConcurrencyGate } from '../gates/concurrency-gate.ts';
import type { Hold } from '../gates/gate.ts';

/** One that stands in a line. */
export interface LinePlace {
  /** Larger goes first; to be changed by `Line.reorder` alone. */
  priority: number;
  /** Its number in the line: of the same priority the earlier one goes first. -1 before it has one. */
  arrival: number;
  /** Where it stands now; -1 while it does not wait. */
  slot: number;
}

export interface LineParts<Item extends LinePlace> {
  /** How many may be under way at one time. */
  readonly concurrency: number;
  /** Why the item may not begin now; null where it may. */
  check?(item: Item, now: number): Hold | null;
  /** It begins. @param leave to be called once, when it has ended */
  begin(item: Item, leave: () => void): void;
  /** The first one in the line has to wait for something else than its turn. */
  onHeld?(hold: Hold, now: number): void;
}

const firstSlots = 64;

/**
 * A line of those that wait for their turn, the most urgent first: what a pool and a queue of a
 * program stand in, over the heap and the concurrency gate of the engine. Nobody leaves it before
 * all that holds back admits them, so priority and cancelling apply to whatever has not begun.
 */
export class Line<Item extends LinePlace> {
  /** What the first one waits for; null where nobody waits. */
  held: Hold | null = null;
  private readonly parts: LineParts<Item>;
  private readonly gate: ConcurrencyGate;
  private readonly order = {
    priority: new Int16Array(firstSlots),
    deadlineMs: new Float64Array(firstSlots),
    place: null,
    position: new Int32Array(firstSlots),
  };
  private readonly heap = new TaskHeap(this.order);
  private readonly items: (Item | null)[] = [];
  private readonly freeSlots: number[] = [];
  private arrivals = 0;
  private begun = 0;
  private scheduled = false;
  private wake: NodeJS.Timeout | null = null;

  constructor(parts: LineParts<Item>) {
    this.parts = parts;
    this.gate = new ConcurrencyGate(parts.concurrency, () => this.schedule());
  }

  get size(): number {
    return this.heap.size;
  }

  /** Those that have begun and not ended. */
  get active(): number {
    return this.begun;
  }

  get concurrency(): number {
    return this.gate.concurrency;
  }

  set concurrency(value: number) {
    this.gate.concurrency = value;
  }

  /** It waits for its turn; one that comes back stands where it first stood. */
  add(item: Item): void {
    if (item.arrival < 0) item.arrival = this.arrivals++;
    item.slot = this.freeSlots.pop() ?? this.newSlot();
    this.items[item.slot] = item;
    this.push(item);
    this.schedule();
  }

  reorder(item: Item, priority: number): void {
    item.priority = priority;
    if (item.slot < 0) return;
    this.heap.remove(item.slot);
    this.push(item);
    this.schedule();
  }

  /** Takes one out that has not begun. @returns whether it waited */
  remove(item: Item): boolean {
    if (item.slot < 0) return false;
    this.heap.remove(item.slot);
    this.release(item);
    this.schedule();
    return true;
  }

  /** All that wait, in no order. */
  waiting(): Item[] {
    return this.heap.values().map((slot) => this.items[slot] as Item);
  }

  /** Looks soon whether somebody may begin; many calls in one turn of the event loop are one look. */
  schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.look();
    });
  }

  /** No timer of it keeps the process alive. */
  close(): void {
    if (this.wake !== null) clearTimeout(this.wake);
    this.wake = null;
  }

  private look(): void {
    this.close();
    this.held = null;
    while (this.heap.size > 0) {
      const item = this.items[this.heap.peek()] as Item;
      const now = performance.now();
      const hold = this.gate.check() ?? this.parts.check?.(item, now) ?? null;
      if (hold !== null) return this.hold(hold, now);
      this.heap.pop();
      this.release(item);
      this.begun++;
      const giveBack = this.gate.enter() as () => void;
      this.parts.begin(item, () => {
        // The gate's own count follows a few microtasks later.
        this.begun--;
        giveBack();
      });
    }
  }

  private hold(hold: Hold, now: number): void {
    this.held = hold;
    if (hold.until !== null)
      this.wake = setTimeout(() => this.schedule(), Math.max(1, Math.ceil(hold.until - now)));
    if (hold.gate !== 'concurrency') this.parts.onHeld?.(hold, now);
  }

  private push({ slot, priority, arrival }: Item): void {
    this.order.priority[slot] = priority;
    this.order.deadlineMs[slot] = arrival;
    this.heap.push(slot);
  }

  private release(item: Item): void {
    this.items[item.slot] = null;
    this.freeSlots.push(item.slot);
    item.slot = -1;
  }

  private newSlot(): number {
    const slot = this.items.length;
    this.items.push(null);
    const { order } = this;
    if (slot < order.priority.length) return slot;
    order.priority = grown(order.priority, Int16Array);
    order.deadlineMs = grown(order.deadlineMs, Float64Array);
    order.position = grown(order.position, Int32Array);
    return slot;
  }
}

function grown<Column extends Int16Array | Int32Array | Float64Array>(
  column: Column,
  kind: new (length: number) => Column,
): Column {
  const larger = new kind(column.length * 2);
  larger.set(column);
  return larger;
}
