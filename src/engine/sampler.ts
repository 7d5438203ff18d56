import type { RunState } from '../state/run-state.ts';
import type { BindingMeter } from './binding-meter.ts';
import type { EventLog } from './event-log.ts';
import { RouteReadings } from './route-readings.ts';
import type { RouteRuntime } from './route-runtime.ts';

const everyMs = 1_000;
/** So much later than it was to come, and with less than half of it spent in this process. */
const stillMs = 2_000;

/** Records the totals once a second. */
export class Sampler {
  private readonly log: EventLog;
  private readonly state: RunState;
  private readonly meter: BindingMeter;
  private readonly readings: RouteReadings;
  private readonly onSample: () => void;
  private timer: NodeJS.Timeout | null = null;
  private at = 0;
  private tokens = 0;
  private cpu = process.cpuUsage();
  private rssBytes = 0;

  /** @param onSample runs after each sample, for what is looked at once a second */
  constructor(
    log: EventLog,
    state: RunState,
    meter: BindingMeter,
    routes: readonly RouteRuntime[],
    onSample: () => void,
  ) {
    this.log = log;
    this.state = state;
    this.meter = meter;
    this.readings = new RouteReadings(routes);
    this.onSample = onSample;
  }

  start(): void {
    this.at = performance.now();
    this.meter.start(this.at);
    // What was done before the run began, such as loading the console, is not the run's.
    this.cpu = process.cpuUsage();
    this.tokens = this.state.totals.outputTokens;
    this.timer = setInterval(() => {
      this.sample();
      this.onSample();
    }, everyMs);
  }

  /** Stops, after a last sample of what has come since. */
  stop(): void {
    if (this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
    this.sample();
  }

  private sample(): void {
    const now = performance.now();
    const seconds = Math.max(0.001, (now - this.at) / 1000);
    // The last one comes early: a call in its tenth of a second is not ten a second.
    const spread = Math.max(everyMs / 1000, seconds);
    const { state } = this;
    const { sinceSample, totals } = state;
    const cpu = process.cpuUsage();
    const cpuMs = (cpu.user + cpu.system - this.cpu.user - this.cpu.system) / 1000;
    this.noticeStandstill(now, cpuMs);
    this.log.emit({
      type: 'sample',
      inFlight: state.inFlight,
      queued: state.queued,
      outputTokens: totals.outputTokens,
      callsPerSecond: rounded(sinceSample.calls / spread),
      tokensPerSecond: rounded((totals.outputTokens - this.tokens) / spread),
      errorsPerSecond: rounded(sinceSample.errors / spread),
      p50Ms: roundedOrNull(sinceSample.latency.percentile(0.5)),
      p95Ms: roundedOrNull(sinceSample.latency.percentile(0.95)),
      p99Ms: roundedOrNull(sinceSample.latency.percentile(0.99)),
      firstTokenP50Ms: roundedOrNull(sinceSample.firstToken.percentile(0.5)),
      cpuShare: rounded(cpuMs / (seconds * 1000)),
      rssBytes: this.residentBytes(),
      ...this.readings.take(now),
      bounds: this.meter.take(now),
    });
    this.at = now;
    this.tokens = totals.outputTokens;
    this.cpu = cpu;
  }

  /** Read from a file of the system's: with no descriptor left for that, it is as it was. */
  private residentBytes(): number {
    try {
      this.rssBytes = process.memoryUsage.rss();
    } catch {
      // The calls that want descriptors too say so themselves.
    }
    return this.rssBytes;
  }

  /** Nothing of the run held it back while the process was stopped or its machine slept. */
  private noticeStandstill(now: number, cpuMs: number): void {
    const passedMs = now - this.at;
    const forMs = Math.round(passedMs - everyMs);
    if (forMs < stillMs || cpuMs > passedMs / 2) return;
    this.log.emit({ type: 'run.interrupted', forMs });
    this.meter.skip(forMs);
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : rounded(value);
}
