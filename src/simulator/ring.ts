/** Keeps the newest `capacity` values; memory grows with what is kept, not with the capacity. */
export class Ring<T> {
  readonly #capacity: number;
  #values: T[] = [];
  #oldest = 0;
  #dropped = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many values had to go for newer ones. */
  get dropped(): number {
    return this.#dropped;
  }

  push(value: T): void {
    if (this.#values.length < this.#capacity) {
      this.#values.push(value);
      return;
    }
    this.#values[this.#oldest] = value;
    this.#oldest = (this.#oldest + 1) % this.#capacity;
    this.#dropped++;
  }

  /** The newest `count` values, oldest first. */
  newest(count: number): T[] {
    const size = this.#values.length;
    const wanted = Math.min(count, size);
    return Array.from(
      { length: wanted },
      (_, index) => this.#values[(this.#oldest + size - wanted + index) % size],
    );
  }

  clear(): void {
    this.#values = [];
    this.#oldest = 0;
    this.#dropped = 0;
  }
}
