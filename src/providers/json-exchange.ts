import type { ExchangeStep } from './call-flow.ts';
import { nothing } from './call-flow.ts';
import { plainFailure } from './failure.ts';
import type { Turn } from './provider.ts';
import type { ReplyReader, ReplySink, WireRequest } from './wire-protocol.ts';

export interface JsonExchangeOptions {
  readonly stage?: string | null;
  readonly bills?: boolean;
  readonly clears?: boolean;
}

/** An exchange whose reply is one JSON value. */
export class JsonExchange implements ExchangeStep {
  readonly kind = 'exchange';
  readonly stage: string | null;
  readonly bills: boolean;
  readonly clears: boolean;
  readonly request: (turn: Turn, key?: string) => WireRequest;
  /** What was replied; null before that, and where it was no object. */
  value: Readonly<Record<string, unknown>> | null = null;

  /** @param request see `WireProtocol.request` */
  constructor(
    request: (turn: Turn, key?: string) => WireRequest,
    { stage = null, bills = false, clears = false }: JsonExchangeOptions = {},
  ) {
    this.request = request;
    this.stage = stage;
    this.bills = bills;
    this.clears = clears;
  }

  /** A text that the reply has; the call cannot go on without it. */
  text(field: string): string {
    const value = this.value?.[field];
    if (typeof value === 'string' && value !== '') return value;
    throw new Error(`the reply has no ${field}`);
  }

  reader(_: Turn, sink: ReplySink): ReplyReader {
    return new JsonReader(sink, (value) => {
      this.value = value;
    });
  }
}

class JsonReader implements ReplyReader {
  readonly text = '';
  private readonly sink: ReplySink;
  private readonly take: (value: JsonExchange['value']) => void;

  constructor(sink: ReplySink, take: (value: JsonExchange['value']) => void) {
    this.sink = sink;
    this.take = take;
  }

  knownEvent(): boolean {
    return false;
  }

  event(): void {}

  streamEnd(): void {
    this.sink.failed(plainFailure('truncated', 'a stream came where none was asked for', false));
  }

  body(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.sink.failed(plainFailure('truncated', 'the reply is not whole JSON', false));
    }
    this.take(typeof value === 'object' ? (value as JsonExchange['value']) : null);
    this.sink.done(nothing);
  }
}
