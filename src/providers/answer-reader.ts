import type { Usage } from '../state/events.ts';
import { ChunkTemplate } from './chunk-template.ts';
import { GuardedReader } from './guarded-reader.ts';
import type { ModelTimings } from './provider.ts';
import { ToolCallParts } from './tool-call-parts.ts';

/**
 * What the readers of answers have in common: the text as it grows, and its end. A protocol says
 * what its events mean.
 */
export abstract class AnswerReader extends GuardedReader {
  protected readonly calls = new ToolCallParts();
  /** What was reported; null where nothing was. */
  protected usage: Usage | null = null;
  /** `stop`, `length`, `tool_calls` or the service's own word; null as long as it goes on. */
  protected finishReason: string | null = null;
  /** What the service says that the call cost; null where it says nothing. */
  protected costNanoUsd: number | null = null;
  /** What the server says of its own times. */
  protected timings: ModelTimings | null = null;
  private readonly template = new ChunkTemplate();
  private deltas = 0;

  override knownEvent(bytes: Buffer): boolean {
    const text = this.ended ? null : this.template.match(bytes);
    if (text === null) return false;
    this.take(text);
    return true;
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
    this.complete({
      text: this.text,
      toolCalls: this.calls.whole,
      // A token for each delta.
      usage: this.usage ?? this.countedUsage(this.deltas),
      finishReason: this.finishReason ?? 'stop',
      ...(this.costNanoUsd === null ? {} : { costNanoUsd: this.costNanoUsd }),
      ...(this.timings === null ? {} : { timings: this.timings }),
      hints: null,
    });
  }
}
