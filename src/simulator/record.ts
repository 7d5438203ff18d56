import type { FaultName } from './faults.ts';

/**
 * What `GET /__sim/record` answers. All times are whole milliseconds since `startedAt`; null is:
 * not yet, or never.
 */
export interface SimulatorRecord {
  /** When the simulator was started, ISO 8601. */
  readonly startedAt: string;
  readonly nowT: number;
  readonly totals: RecordTotals;
  /** The newest calls, oldest first; requests to `/__sim/` are not among them. */
  readonly calls: readonly CallLine[];
  /** The newest connections that carried a call. */
  readonly connections: readonly ConnectionLine[];
  /** The newest requests with headers and body, only where they were asked for. */
  readonly requests?: readonly RequestLine[];
}

export interface RequestLine {
  /** Of its call. */
  readonly id: number;
  /** A key is named, as in `key`, and never told. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed; the first 64 KB. */
  readonly body: string;
  readonly bodyBytes: number;
}

export interface RecordTotals {
  readonly calls: number;
  /** Now in flight, those that wait for `queueAbove` included. */
  readonly inFlight: number;
  readonly waiting: number;
  readonly peakInFlight: number;
  /** Cut by the client before the reply had ended. */
  readonly aborted: number;
  readonly tokensSent: number;
  readonly bytesSent: number;
  /** Ended calls by the status that was sent; `none` where nothing was. */
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byFault: Readonly<Partial<Record<FaultName, number>>>;
  /** Those that carried a call; one that asks for `/__sim/` only is not counted. */
  readonly connections: {
    readonly open: number;
    readonly peakOpen: number;
    readonly opened: number;
    readonly closed: number;
  };
  /** Calls that are counted here but no longer listed. */
  readonly callsDropped: number;
}

export interface CallLine {
  readonly id: number;
  /** Which connection carried it. */
  readonly connection: number;
  readonly method: string;
  readonly path: string;
  readonly model: string | null;
  readonly stream: boolean;
  /** Same prompt, same number: how a test knows a call that was made twice. */
  readonly promptHash: number | null;
  readonly promptTokens: number;
  /** Names the key without telling it; null where none was sent. */
  readonly key: string | null;
  /** The request was read. */
  readonly startedT: number;
  /** It left the queue of `queueAbove`, or never had to wait there. */
  readonly servedT: number | null;
  readonly firstByteT: number | null;
  readonly endedT: number | null;
  /** Its connection was closed, by either side. */
  readonly closedT: number | null;
  readonly status: number | null;
  readonly tokensSent: number;
  readonly bytesSent: number;
  /** The client cut it. */
  readonly aborted: boolean;
  readonly fault: FaultName | null;
}

export interface ConnectionLine {
  readonly id: number;
  readonly openedT: number;
  readonly closedT: number | null;
  readonly calls: number;
}
