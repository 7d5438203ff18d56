import { AnswerReader } from '../answer-reader.ts';
import type { Turn } from '../provider.ts';
import type { ReplySink } from '../wire-protocol.ts';
import {
  callsOf,
  failureOfRun,
  finishReasons,
  isGoingOn,
  usageOf,
  type WireRun,
} from './run-object.ts';

interface WireMessage {
  readonly id?: string;
  readonly content?: readonly WirePart[];
}

export interface WirePart {
  readonly type?: string;
  readonly text?: { readonly value?: string };
}

interface WireEvent extends WireRun, WireMessage {
  readonly object?: string;
  readonly delta?: { readonly content?: readonly WirePart[] };
}

const deltaEvent = 'thread.message.delta';
const deltaHead = `event: ${deltaEvent}\ndata: `;

/** Reads the stream of a classic run, or the run itself where the service streams none. */
export class RunReader extends AnswerReader {
  private readonly onRun: (run: WireRun) => void;
  /** Messages whose text came in pieces. */
  private readonly streamed = new Set<string | undefined>();

  /** @param onRun told of the run whenever it is told of */
  constructor(turn: Turn, sink: ReplySink, onRun: (run: WireRun) => void) {
    super(turn, sink);
    this.onRun = onRun;
  }

  override event(data: string, name: string): void {
    // The event `done` comes after the run's own end.
    if (data !== '[DONE]') super.event(data, name);
  }

  protected chunk(json: unknown, data: string, name: string): void {
    const event = (json ?? {}) as WireEvent;
    if (name === deltaEvent) return this.piece(event, data);
    if (name === 'thread.message.completed') return this.message(event);
    if (name === 'error') return this.failWith(null, 'the service gave no reason');
    const [, status] = /^thread\.run\.([a-z_]+)$/.exec(name) ?? [];
    if (status === undefined) return;
    const run = { ...event, status: status === 'created' ? 'queued' : status };
    this.onRun(run);
    if (!isGoingOn(run)) this.end(run);
  }

  protected reply(json: unknown): void {
    const run = (json ?? {}) as WireRun;
    this.onRun(run);
    if (!isGoingOn(run)) return this.end(run);
    // It works on, and is to be asked again.
    this.finishReason = String(run.status);
    this.finish();
  }

  private piece({ id, delta }: WireEvent, data: string): void {
    const parts = delta?.content ?? [];
    if (this.text !== '' && !this.streamed.has(id)) this.take('\n\n');
    this.streamed.add(id);
    for (const { text } of parts) this.take(text?.value ?? '');
    // Marks of sources make an event of another form.
    if (parts.length === 1 && parts[0].text?.value)
      this.learn(data, parts[0].text.value, deltaHead);
  }

  /** A message that came whole. */
  private message({ id, content }: WireMessage): void {
    if (this.streamed.has(id)) return;
    this.take(textOf(content));
  }

  private end(run: WireRun): void {
    this.usage = usageOf(run);
    const failure = failureOfRun(run, this.text);
    if (failure !== null) return this.fail(failure);
    this.calls.add(callsOf(run));
    this.finishReason = finishReasons[run.status ?? ''] ?? null;
    this.finish();
  }
}

/** The text of a message's parts; pictures have none. */
export function textOf(content: readonly WirePart[] = []): string {
  return content.map(({ text }) => text?.value ?? '').join('');
}
