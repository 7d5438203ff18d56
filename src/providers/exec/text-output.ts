import type { Answer, OutputReader, OutputSink } from './output-reader.ts';

/** All that a program writes is its answer, but for the line breaks at the end. */
export class TextOutput implements OutputReader {
  text = '';
  readonly isOver = false;
  private readonly sink: OutputSink;
  /** A character may be cut in two by a read. */
  private readonly decoder = new TextDecoder();

  constructor(sink: OutputSink) {
    this.sink = sink;
  }

  write(bytes: Buffer): void {
    this.take(this.decoder.decode(bytes, { stream: true }));
  }

  end(): void {
    this.take(this.decoder.decode());
  }

  answer(): Answer {
    const text = this.text.replace(/(\r?\n)+$/, '');
    return { text, usage: null, costNanoUsd: null };
  }

  complaint(): null {
    return null;
  }

  hint(): string {
    return '';
  }

  private take(text: string): void {
    if (text === '') return;
    this.text += text;
    this.sink.delta(text);
  }
}
