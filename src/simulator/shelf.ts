const most = 20_000;

/** What was created through a protocol, by its id; beyond 20,000 the oldest are forgotten. */
export class Shelf<T> {
  private readonly things = new Map<string, T>();

  set(id: string, thing: T): void {
    this.things.delete(id);
    this.things.set(id, thing);
    if (this.things.size <= most) return;
    const [oldest] = this.things.keys();
    this.things.delete(oldest);
  }

  get(id: string): T | undefined {
    return this.things.get(id);
  }

  delete(id: string): boolean {
    return this.things.delete(id);
  }

  /** In the order in which they were set. */
  all(): T[] {
    return [...this.things.values()];
  }
}
