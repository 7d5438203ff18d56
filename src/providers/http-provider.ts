import type { TimeoutPolicy } from '../spec/resolved.ts';
import { BodyCoding } from './body-coding.ts';
import { type CallTimeouts, callTimeouts } from './call-timeouts.ts';
import { Clearing } from './clearing.ts';
import { DeadlineClock } from './deadline-clock.ts';
import { HealthCall } from './health-call.ts';
import { HttpCall } from './http-call.ts';
import { type MinuteUnits, minuteUnits } from './limit-hints.ts';
import { operationOf } from './operation-of.ts';
import type {
  ActiveCall,
  ConnectionListener,
  HealthReport,
  Provider,
  RouteTraffic,
  Turn,
  TurnListener,
} from './provider.ts';
import { RefusedCall } from './refused-call.ts';
import { RouteConnections } from './route-connections.ts';
import { SteppedCall } from './stepped-call.ts';
import type { WireOperation, WireProtocol } from './wire-protocol.ts';

export interface HttpProviderOptions {
  readonly protocol: WireProtocol;
  readonly baseUrl: string;
  readonly pool: number;
  readonly http2: boolean;
  /** Address of the proxy to go through; null goes straight. */
  readonly proxy?: string | null;
  /** Bodies of requests are compressed. */
  readonly gzip?: boolean;
  readonly timeouts: TimeoutPolicy;
  /** Limits that the server tells for a minute; default: what is known of its host. */
  readonly minuteUnits?: MinuteUnits;
}

/** A route over HTTP, whose calls are one exchange each or several. */
export class HttpProvider implements Provider {
  onConnection: ConnectionListener | null = null;
  private readonly protocol: WireProtocol;
  private readonly connections: RouteConnections;
  private policy: TimeoutPolicy;
  private limits: CallTimeouts;
  private readonly clock = new DeadlineClock();
  private readonly minuteUnits: MinuteUnits;
  private readonly clearing = new Clearing();
  private readonly coding: BodyCoding;
  private closed = false;

  constructor(options: HttpProviderOptions) {
    this.protocol = options.protocol;
    this.policy = options.timeouts;
    const { origin, hostname } = new URL(options.baseUrl);
    this.minuteUnits = options.minuteUnits ?? minuteUnits(hostname);
    this.coding = new BodyCoding(options.gzip ?? false);
    this.limits = callTimeouts(options.timeouts);
    this.connections = new RouteConnections({
      origin,
      pool: options.pool,
      http2: options.http2,
      proxy: options.proxy,
      connectTimeoutMs: Number.isFinite(this.limits.connectMs) ? this.limits.connectMs : 0,
      onConnection: (change, open) => this.onConnection?.(change, open),
    });
  }

  call(turn: Turn, listener: TurnListener): ActiveCall {
    const { protocol } = this;
    const operation = operationOf(protocol, turn);
    if (typeof operation === 'string') {
      // There is no request: it would have gone there.
      const request = {
        method: 'POST',
        url: this.connections.origin,
        headers: {},
        body: '',
      } as const;
      return new RefusedCall({ class: 'invalid-request', message: operation, request }, listener);
    }
    const flow = operation === protocol ? protocol.flow?.(turn) : undefined;
    if (flow === undefined) return new HttpCall(this.parts(operation), turn, listener);
    return new SteppedCall(this.parts(protocol), turn, listener, flow, this.clearing);
  }

  private parts<Protocol extends WireOperation>(protocol: Protocol) {
    const { connections, clock, coding, limits: timeouts, minuteUnits } = this;
    return { protocol, connections, clock, coding, timeouts, minuteUnits };
  }

  get timeouts(): TimeoutPolicy {
    return this.policy;
  }

  set timeouts(policy: TimeoutPolicy) {
    this.policy = policy;
    this.limits = callTimeouts(policy);
  }

  get pool(): number {
    return this.connections.pool;
  }

  set pool(connections: number) {
    this.connections.pool = connections;
  }

  traffic(): RouteTraffic {
    return this.connections.traffic();
  }

  async check(): Promise<HealthReport | null> {
    const { protocol, connections, clock } = this;
    try {
      await protocol.ready?.();
    } catch (error) {
      return this.closed ? null : { ok: false, detail: (error as Error).message };
    }
    const report = await new HealthCall(protocol.health(), connections, clock).report;
    return this.closed ? null : report;
  }

  /** What calls that were cut have to say to the service is said first, which takes a second at most. */
  async close(): Promise<number> {
    this.closed = true;
    for (const flow of this.protocol.leftovers?.() ?? [])
      SteppedCall.clearAway(this.parts(this.protocol), flow, this.clearing);
    await this.clearing.settled();
    return this.connections.close();
  }
}
