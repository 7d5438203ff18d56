/** How many calls of one tool run at a time. Who waits for a place gets it in the order of asking. */
export class ToolPlaces {
  private free: number;
  /** In the order of asking; a set, so that one who gives up leaves it at once. */
  private readonly waiting = new Set<() => void>();

  constructor(places: number) {
    this.free = places;
  }

  /** Waits for a place, which is to be given back. Rejects with the signal's reason when it is aborted. */
  take(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.free > 0) {
      this.free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const taken = () => {
        signal.removeEventListener('abort', givenUp);
        resolve();
      };
      const givenUp = () => {
        this.waiting.delete(taken);
        reject(signal.reason);
      };
      signal.addEventListener('abort', givenUp, { once: true });
      this.waiting.add(taken);
    });
  }

  give(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.free++;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
