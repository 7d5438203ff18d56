import type { FailureClass, Usage } from '../../state/events.ts';

/** Where a reader puts what it finds while the program runs. */
export interface OutputSink {
  /** A piece of the answer. */
  delta(text: string): void;
  /** What the program does now, in its own words. */
  stage(words: string): void;
}

/** What a program has said for itself that it has come to. */
export interface Answer {
  readonly text: string;
  readonly usage: Usage | null;
  /** What it says that it cost, nano-dollars, rounded up; null where it says nothing. */
  readonly costNanoUsd: number | null;
}

/** What a program has said for itself of why it failed. */
export interface Complaint {
  readonly class: FailureClass;
  readonly message: string;
}

/** Understands what a program writes on its standard output. */
export interface OutputReader {
  /** The answer so far. */
  readonly text: string;
  /** It has said all, and should end by itself now. */
  readonly isOver: boolean;
  write(bytes: Buffer): void;
  /** The output has ended. */
  end(): void;
  /** The answer; null where the end of it was not seen. */
  answer(): Answer | null;
  /** Null where it did not say that it failed. */
  complaint(): Complaint | null;
  /** What to look at where there is no answer, for a sentence; empty where nothing is known. */
  hint(): string;
}
