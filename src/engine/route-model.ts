import type { CallRequest, Gate, Hold } from '../gates/gate.ts';
import type { ModelTimings, Provider, PullState } from '../providers/provider.ts';
import type { Usage } from '../state/events.ts';
import type { EventLog } from './event-log.ts';

/** Loading takes a server this long even where the model is there; what takes longer is no look. */
const warmWithinMs = 500;
const betweenPullEventsMs = 1_000;

/**
 * The model of a route whose server loads it when it is asked for. The first call waits for it as
 * for a gate, so that its time is not taken for the call's, and what the server says of its own
 * times is added up.
 */
export class RouteModel implements Gate {
  readonly name = 'model' as const;
  private readonly route: number;
  private readonly provider: Provider;
  private readonly model: string;
  private readonly log: EventLog;
  /** It is ready, or it could not be made so, or something else is done to it now. */
  private readonly onReady: () => void;
  private state: 'unknown' | 'loading' | 'pulling' | 'settled' = 'unknown';
  private toldPercent: number | null = null;
  private toldAt = Number.NEGATIVE_INFINITY;
  private times = noTimes();

  constructor(
    route: number,
    { provider, model }: { readonly provider: Provider; readonly model: string },
    log: EventLog,
    onReady: () => void,
  ) {
    this.route = route;
    this.provider = provider;
    this.model = model;
    this.log = log;
    this.onReady = onReady;
  }

  check(_request: CallRequest): Hold | null {
    if (this.state === 'settled' || this.provider.prepare === undefined) return null;
    const doing = this.state === 'pulling' ? 'pulling' : 'loading';
    return { gate: this.name, detail: `${doing} ${this.model}`, until: null };
  }

  enter(): () => void {
    return () => {};
  }

  /** A call waits for it: it is made ready, once. */
  wanted(): void {
    if (this.state !== 'unknown' || this.provider.prepare === undefined) return;
    this.loading();
    this.provider
      .prepare(this.model, (pull) => (pull === null ? this.fetched() : this.pulling(pull)))
      .then(
        ({ loadMs, pullMs }) =>
          this.log.emit({ type: 'model.ready', route: this.route, loadMs, pullMs }),
        ({ name, message }: Error) => {
          // The run has ended, or is stopped: nobody waits for it.
          if (name !== 'AbortError')
            this.log.emit({ type: 'model.failed', route: this.route, message });
        },
      )
      .then(() => {
        this.state = 'settled';
        this.onReady();
      });
  }

  /** A call has ended well, and the server told its own times. */
  timed({ loadMs, outputMs }: ModelTimings, usage: Usage | null): void {
    this.times.calls++;
    if (loadMs < warmWithinMs) this.times.warm++;
    this.times.loadMs += loadMs;
    if (usage === null || outputMs === 0) return;
    this.times.outputTokens += usage.outputTokens;
    this.times.outputMs += outputMs;
  }

  /** Records the times since it did so last; nothing where there were none. */
  tell(): void {
    if (this.times.calls === 0) return;
    this.log.emit({ type: 'model.timed', route: this.route, ...this.times });
    this.times = noTimes();
  }

  private loading(): void {
    this.state = 'loading';
    this.log.emit({ type: 'model.loading', route: this.route });
  }

  private fetched(): void {
    this.loading();
    // What holds its calls has another name now.
    this.onReady();
  }

  private pulling({ share, totalBytes, status }: PullState): void {
    const now = performance.now();
    const percent = share === null ? null : Math.floor(share * 100);
    const begins = this.state !== 'pulling';
    this.state = 'pulling';
    if (begins) this.onReady();
    if (!begins && (percent === this.toldPercent || now - this.toldAt < betweenPullEventsMs))
      return;
    this.toldPercent = percent;
    this.toldAt = now;
    this.log.emit({
      type: 'model.pulling',
      route: this.route,
      percent,
      totalBytes,
      detail: status,
    });
  }
}

function noTimes() {
  return { calls: 0, warm: 0, loadMs: 0, outputTokens: 0, outputMs: 0 };
}
