import type { FaultName } from './faults.ts';
import type { ReplyObserver } from './http/reply.ts';
import type { CallLine, ConnectionLine, RecordTotals, SimulatorRecord } from './record.ts';
import { Ring } from './ring.ts';

/** How many calls, and how many connections, are kept. */
const kept = 100_000;

type Clock = () => number;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

export type RecordedConnection = Writable<ConnectionLine>;

/** One call while and after it runs; times are rounded so that an entry is one small object. */
export class RecordedCall implements ReplyObserver {
  readonly id: number;
  readonly connection: RecordedConnection;
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly startedT: number;
  model: string | null = null;
  stream = false;
  promptHash: number | null = null;
  promptTokens = 0;
  servedT: number | null = null;
  firstByteT: number | null = null;
  endedT: number | null = null;
  status: number | null = null;
  tokensSent = 0;
  bytesSent = 0;
  aborted = false;
  fault: FaultName | null = null;
  readonly #clock: Clock;

  constructor(id: number, origin: CallOrigin, clock: Clock) {
    this.id = id;
    this.connection = origin.connection;
    this.method = origin.method;
    this.path = origin.path;
    this.key = origin.key;
    this.#clock = clock;
    this.startedT = clock();
  }

  wrote(status: number, bytes: number): void {
    this.firstByteT ??= this.#clock();
    this.status = status;
    this.bytesSent += bytes;
  }

  line(): CallLine {
    return { ...this, connection: this.connection.id, closedT: this.connection.closedT };
  }
}

/** Where a call comes from. */
export interface CallOrigin {
  readonly connection: RecordedConnection;
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
}

/** Writes down what the simulator serves: totals, and the newest 100,000 calls and connections. */
export class Recorder {
  readonly #startedAt = new Date().toISOString();
  readonly #originT = performance.now();
  readonly #clock: Clock = () => Math.round(performance.now() - this.#originT);
  readonly #calls = new Ring<RecordedCall>(kept);
  readonly #connections = new Ring<RecordedConnection>(kept);
  readonly #running = new Set<RecordedCall>();
  readonly #open = new Set<RecordedConnection>();
  #callIds = 0;
  #connectionIds = 0;
  #totals = emptyTotals();

  /**
   * A connection was accepted. It enters the record with its first call, so that whoever asks for
   * the record does not change it.
   */
  connectionOpened(): RecordedConnection {
    return { id: ++this.#connectionIds, openedT: this.#clock(), closedT: null, calls: 0 };
  }

  connectionClosed(connection: RecordedConnection): void {
    connection.closedT = this.#clock();
    if (this.#open.delete(connection)) this.#totals.closed++;
  }

  callStarted(origin: CallOrigin): RecordedCall {
    const call = new RecordedCall(++this.#callIds, origin, this.#clock);
    if (origin.connection.calls++ === 0) this.#connectionUsed(origin.connection);
    this.#calls.push(call);
    this.#running.add(call);
    this.#totals.calls++;
    this.#totals.peakInFlight = Math.max(this.#totals.peakInFlight, this.#running.size);
    return call;
  }

  callServed(call: RecordedCall): void {
    call.servedT = this.#clock();
  }

  callEnded(call: RecordedCall): void {
    if (!this.#running.delete(call)) return;
    call.endedT = this.#clock();
    const totals = this.#totals;
    if (call.aborted) totals.aborted++;
    totals.tokensSent += call.tokensSent;
    totals.bytesSent += call.bytesSent;
    const status = call.status ?? 'none';
    totals.byStatus[status] = (totals.byStatus[status] ?? 0) + 1;
    if (call.fault) totals.byFault[call.fault] = (totals.byFault[call.fault] ?? 0) + 1;
  }

  /** Starts the record anew. What is under way stays in it; the clock goes on. */
  clear(): void {
    this.#totals = emptyTotals();
    this.#totals.calls = this.#running.size;
    this.#totals.peakInFlight = this.#running.size;
    this.#totals.opened = this.#open.size;
    this.#totals.peakOpen = this.#open.size;
    this.#calls.clear();
    this.#connections.clear();
    for (const call of this.#running) this.#calls.push(call);
    for (const connection of this.#open) this.#connections.push(connection);
  }

  /**
   * @param lines the newest calls, and the newest connections, to list
   * @param waiting how many calls wait for `queueAbove`
   */
  snapshot(lines: number, waiting: number): SimulatorRecord {
    return {
      startedAt: this.#startedAt,
      nowT: this.#clock(),
      totals: this.#snapshotTotals(waiting),
      calls: this.#calls.newest(lines).map((call) => call.line()),
      connections: this.#connections.newest(lines).map((connection) => ({ ...connection })),
    };
  }

  #snapshotTotals(waiting: number): RecordTotals {
    const totals = this.#totals;
    let { tokensSent, bytesSent } = totals;
    for (const call of this.#running) {
      tokensSent += call.tokensSent;
      bytesSent += call.bytesSent;
    }
    return {
      calls: totals.calls,
      inFlight: this.#running.size,
      waiting,
      peakInFlight: totals.peakInFlight,
      aborted: totals.aborted,
      tokensSent,
      bytesSent,
      byStatus: { ...totals.byStatus },
      byFault: { ...totals.byFault },
      connections: {
        open: this.#open.size,
        peakOpen: totals.peakOpen,
        opened: totals.opened,
        closed: totals.closed,
      },
      callsDropped: this.#calls.dropped,
    };
  }

  #connectionUsed(connection: RecordedConnection): void {
    this.#open.add(connection);
    this.#connections.push(connection);
    this.#totals.opened++;
    this.#totals.peakOpen = Math.max(this.#totals.peakOpen, this.#open.size);
  }
}

function emptyTotals() {
  return {
    calls: 0,
    peakInFlight: 0,
    aborted: 0,
    tokensSent: 0,
    bytesSent: 0,
    byStatus: {} as Record<string, number>,
    byFault: {} as Partial<Record<FaultName, number>>,
    peakOpen: 0,
    opened: 0,
    closed: 0,
  };
}
