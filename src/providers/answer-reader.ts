import type { Usage } from '../state/events.ts';
import { ChunkTemplate } from './chunk-template.ts';
import { type ErrorBody, errorFields } from './error-body.ts';
import { failureInStream, plainFailure } from './failure.ts';
import type { ModelTimings, Turn, TurnFailure } from './provider.ts';
import { ToolCallParts } from './tool-call-parts.ts';
import type { ReplyReader, ReplySink } from './wire-protocol.ts';

/**
 * What the readers of all protocols have in common: the answer as it grows, and its end. A protocol
 * says what its events mean. Whatever comes, it ends once, and never well without an end marker.
 */
export abstract class AnswerReader implements ReplyReader {
  text = '';
  protected readonly calls = new ToolCallParts();
  /** What was reported; null where nothing was. */
  protected usage: Usage | null = null;
  /** `stop`, `length`, `tool_calls` or the service's own word; null as long as it goes on. */
  protected finishReason: string | null = null;
  /** What the service says that the call cost; null where it says nothing. */
  protected costNanoUsd: number | null = null;
  /** What the server says of its own times. */
  protected timings: ModelTimings | null = null;
  private readonly turn: Turn;
  private readonly sink: ReplySink;
  private readonly template = new ChunkTemplate();
  private deltas = 0;
  /** The listener has the word. */
  private isTelling = false;
  private ended = false;

  constructor(turn: Turn, sink: ReplySink) {
    this.turn = turn;
    this.sink = sink;
  }

  /** An event of a stream, parsed. */
  protected abstract chunk(json: unknown, data: string, name: string): void;

  /** A whole reply in one piece, parsed. */
  protected abstract reply(json: unknown): void;

  knownEvent(bytes: Buffer): boolean {
    const text = this.ended ? null : this.template.match(bytes);
    if (text === null) return false;
    this.take(text);
    return true;
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

  protected take(text: string): void {
    if (typeof text !== 'string' || text === '') return;
    this.text += text;
    this.deltas++;
    this.isTelling = true;
    this.sink.delta(text);
    this.isTelling = false;
  }

  /** Remembers the form of an event that holds nothing but a piece of text. */
  protected learn(data: string, text: string, before?: string): void {
    this.template.learn(data, text, before);
  }

  /** The end marker was read. */
  protected finish(): void {
    if (this.ended) return;
    this.ended = true;
    this.isTelling = true;
    this.sink.done({
      text: this.text,
      toolCalls: this.calls.whole,
      usage: this.usage ?? this.countedUsage(),
      finishReason: this.finishReason ?? 'stop',
      ...(this.costNanoUsd === null ? {} : { costNanoUsd: this.costNanoUsd }),
      ...(this.timings === null ? {} : { timings: this.timings }),
      hints: null,
    });
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

  /**
   * Servers send what no reference foresees: a field of another type ends the call, not the process.
   * What goes wrong at whoever listens is not the server's fault.
   */
  private unknownForm(error: unknown): void {
    if (this.isTelling) throw error;
    this.truncated(`the reply has a form that is not known: ${String(error)}`);
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

  /** @param words what is known where the server gave no error */
  protected failWith(error: ErrorBody | null, words: string): void {
    this.fail(this.judged(failureInStream(error ?? { message: words, type: '', code: '' })));
  }

  /** What a protocol knows better of an error inside a reply: whether it may have been billed. */
  protected judged(failure: TurnFailure): TurnFailure {
    return failure;
  }

  /** Where the server reported none: a token for each delta, and one for four characters sent. */
  private countedUsage(): Usage {
    const sent = this.turn.messages.reduce((sum, { content }) => sum + content.length, 0);
    return {
      inputTokens: Math.ceil(sent / 4),
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: this.deltas,
      estimated: true,
    };
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
