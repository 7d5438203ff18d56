import { Histogram } from './histogram.ts';

/** The calls that have ended since the last sample. */
export class SampleWindow {
  calls = 0;
  errors = 0;
  readonly latency = new Histogram();
  readonly firstToken = new Histogram();

  clear(): void {
    this.calls = 0;
    this.errors = 0;
    this.latency.clear();
    this.firstToken.clear();
  }
}
