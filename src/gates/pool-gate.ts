import type { CallOutcome, Gate, Hold } from './gate.ts';

/** Calls of a route that may have a socket at once (`maxConnections`), so that none waits inside a pool. */
export class PoolGate implements Gate {
  readonly name = 'pool' as const;
  private active = 0;
  private readonly maxConnections: number;

  constructor(maxConnections: number) {
    this.maxConnections = maxConnections;
  }

  check(): Hold | null {
    if (this.active < this.maxConnections) return null;
    return {
      gate: this.name,
      detail: `all ${this.maxConnections} connections in use`,
      until: null,
    };
  }

  enter(): (outcome: CallOutcome) => void {
    this.active++;
    return () => {
      this.active--;
    };
  }
}
