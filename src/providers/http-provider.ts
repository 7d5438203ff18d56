import type { TimeoutPolicy } from '../spec/resolved.ts';
import { BodyCoding } from './body-coding.ts';
import { DeadlineClock } from './deadline-clock.ts';
import { HealthCall } from './health-call.ts';
import { type CallTimeouts, HttpCall } from './http-call.ts';
import { type MinuteUnits, minuteUnits } from './limit-hints.ts';
import type {
  ActiveCall,
  ConnectionListener,
  HealthReport,
  Provider,
  RouteTraffic,
  Turn,
  TurnListener,
} from './provider.ts';
import { RouteConnections } from './route-connections.ts';
import type { WireProtocol } from './wire-protocol.ts';

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

/** A route whose calls are one HTTP exchange each. */
export class HttpProvider implements Provider {
  onConnection: ConnectionListener | null = null;
  private readonly protocol: WireProtocol;
  private readonly connections: RouteConnections;
  private policy: TimeoutPolicy;
  private limits: CallTimeouts;
  private readonly clock = new DeadlineClock();
  private readonly minuteUnits: MinuteUnits;
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
    const { protocol, connections, clock, coding, limits: timeouts, minuteUnits } = this;
    const parts = { protocol, connections, clock, coding, timeouts, minuteUnits };
    return new HttpCall(parts, turn, listener);
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
    const report = await new HealthCall(protocol.health(), connections, clock).report;
    return this.closed ? null : report;
  }

  close(): Promise<number> {
    this.closed = true;
    return this.connections.close();
  }
}

function callTimeouts(policy: TimeoutPolicy): CallTimeouts {
  const ms = (seconds: number | null) =>
    seconds === null ? Number.POSITIVE_INFINITY : seconds * 1000;
  return {
    connectMs: ms(policy.connectSeconds),
    firstTokenMs: ms(policy.firstTokenSeconds),
    idleMs: ms(policy.idleSeconds),
    totalMs: ms(policy.totalSeconds),
  };
}
