/** Calls that are over for the engine, and clear away at the service what they have made there. */
export class Clearing {
  private readonly calls = new Set<object>();
  private waiting: (() => void)[] = [];

  begin(call: object): void {
    this.calls.add(call);
  }

  end(call: object): void {
    this.calls.delete(call);
    if (this.calls.size > 0) return;
    for (const resolve of this.waiting) resolve();
    this.waiting = [];
  }

  /** Resolves when none is left; each ends within a second by itself. */
  settled(): Promise<void> {
    if (this.calls.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
