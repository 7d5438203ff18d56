import type { Usage } from '../state/events.ts';
import { type ErrorBody, errorFields } from './error-body.ts';
import { failureInStream, plainFailure } from './failure.ts';
import type { Turn, TurnFailure, TurnResult } from './provider.ts';
import type { ReplyReader, ReplySink } from './wire-protocol.ts';

/**
 * What the readers of all replies hold to. Whatever comes, a call ends once, and never well without
 * its end: what is no whole JSON, an error in a reply that is well by its status and a form that no
 * reference foresees are failures.
 */
export abstract class GuardedReader implements ReplyReader {
  text = '';
  protected readonly turn: Turn;
  protected readonly sink: ReplySink;
  protected ended = false;
  /** The listener has the word. */
  protected isTelling = false;

  constructor(turn: Turn, sink: ReplySink) {
    this.turn = turn;
    this.sink = sink;
  }

  /** An event of a stream, parsed. */
  protected abstract chunk(json: unknown, data: string, name: string): void;

  /** A whole reply in one piece, parsed. */
  protected abstract reply(json: unknown): void;

  knownEvent(_: Buffer): boolean {
    return false;
  }

  event(data: string, name: string): void {
    if (this.ended) return;
    const json = parsed(data);
    if (json === undefined) return this.truncated('an event of the stream is not whole JSON');
    if (this.failedBy(json)) return;
    try {
      this.chunk(json, data, name);
    } catch (error) {
      this.unknownForm(error);
    }
  }

  streamEnd(): void {
    if (!this.ended) this.truncated('the stream ended without its end marker');
  }

  body(text: string): void {
    const json = parsed(text);
    if (json === undefined) return this.truncated('the reply is not whole JSON');
    if (this.failedBy(json)) return;
    try {
      this.reply(json);
    } catch (error) {
      this.unknownForm(error);
    }
  }

  /** It is whole. */
  protected complete(result: TurnResult): void {
    if (this.ended) return;
    this.ended = true;
    this.isTelling = true;
    this.sink.done(result);
    this.isTelling = false;
  }

  protected filtered(message = 'the answer was filtered'): void {
    this.fail(plainFailure('content-filter', message, true));
  }

  protected truncated(message: string): void {
    this.fail(plainFailure('truncated', message, true));
  }

  protected fail(failure: TurnFailure): void {
    if (this.ended) return;
    this.ended = true;
    this.isTelling = true;
    this.sink.failed(failure);
    this.isTelling = false;
  }

  /** @param words what is known where the server gave no error */
  protected failWith(error: ErrorBody | null, words: string): void {
    this.fail(this.judged(failureInStream(error ?? { message: words, type: '', code: '' })));
  }

  /** What a protocol knows better of an error inside a reply: whether it may have been billed. */
  protected judged(failure: TurnFailure): TurnFailure {
    return failure;
  }

  /**
   * Where the server reported none: one token for four characters sent.
   *
   * @param outputTokens as many as were counted
   */
  protected countedUsage(outputTokens: number): Usage {
    const { messages, texts = [] } = this.turn;
    const sent =
      messages.reduce((sum, { content }) => sum + content.length, 0) +
      texts.reduce((sum, text) => sum + text.length, 0);
    return {
      inputTokens: Math.ceil(sent / 4),
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens,
      estimated: true,
    };
  }

  /**
   * Servers send what no reference foresees: a field of another type ends the call, not the process.
   * What goes wrong at whoever listens is not the server's fault.
   */
  private unknownForm(error: unknown): void {
    if (this.isTelling) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    this.truncated(`the reply has a form that is not known: ${reason}`);
  }

  /** Where the event or the reply is an error, the call ends with it. */
  private failedBy(json: unknown): boolean {
    // vLLM has had the fields of an error at the top of the object.
    const isError = isObject(json) && (json.error || json.object === 'error');
    const error = isError ? errorFields(json) : null;
    if (error === null) return false;
    this.failWith(error, '');
    return true;
  }
}

/** Whatever a server says, what is added up is a number. */
export function tokens(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : 0;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
