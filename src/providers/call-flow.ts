import { plainFailure } from './failure.ts';
import type { TurnFailure, TurnResult } from './provider.ts';
import type { WireOperation } from './wire-protocol.ts';

/** One HTTP exchange of a call that takes several: asked and read as any other. */
export interface ExchangeStep extends Pick<WireOperation, 'request' | 'reader'> {
  readonly kind: 'exchange';
  /** Where the call is with it, for the operator; null where that does not change. */
  readonly stage: string | null;
  /** The model works from here on: what the call costs is uncertain where its end is. */
  readonly bills: boolean;
  /** Clears away what the call has made at the service; may fail. */
  readonly clears: boolean;
}

/** Exchanges that wait for nothing of each other: none of them asks for the answer, or clears away. */
export interface ParallelStep {
  readonly kind: 'parallel';
  /** Where the call is with them, for the operator. */
  readonly stage: string;
  /** At least one. */
  readonly steps: readonly ExchangeStep[];
  /** How many are under way at a time. */
  readonly atOnce: number;
}

/** Something that the call waits for, no exchange of its own. */
export interface WaitStep {
  readonly kind: 'wait';
  /** ms, or what is to be there first: where that fails, its words are the failure's. */
  readonly until: number | Promise<unknown>;
}

/** The answer is whole: what follows only clears away. */
export interface AnswerStep {
  readonly kind: 'answer';
  readonly result: TurnResult;
}

export type CallStep = ExchangeStep | ParallelStep | WaitStep | AnswerStep;

/**
 * The steps of one call in their order. What an exchange gave is what its `yield` gives; where it
 * failed, that throws a `StepFailure`, which a flow may catch to go another way. However the call
 * ends, a `finally` is gone through: what it yields clears away, within a second.
 */
export type CallFlow = Generator<CallStep, void, TurnResult>;

export class StepFailure extends Error {
  readonly failure: TurnFailure;

  constructor(failure: TurnFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** @param billed the model may have worked for the call */
export function failureOfFlow(error: unknown, billed: boolean): TurnFailure {
  if (error instanceof StepFailure) return error.failure;
  const reason = error instanceof Error ? error.message : String(error);
  return plainFailure('truncated', `the service did not keep to its form: ${reason}`, billed);
}

/** What a step gives that gives no answer. */
export const nothing: TurnResult = { text: '', usage: null, finishReason: '', hints: null };
