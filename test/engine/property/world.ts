import type { Acknowledgement, Command } from '../../../src/engine/commands/command.ts';
import type { RunOutcome } from '../../../src/engine/engine-config.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { RunEvent } from '../../../src/state/events.ts';
import type { RunState } from '../../../src/state/run-state.ts';
import type { Book, BookedCall } from './book.ts';
import type { Rules } from './rules.ts';
import type { Scenario } from './scenario.ts';

/** What a check may look at. */
export interface World {
  readonly scenario: Scenario;
  readonly book: Book;
  /** What is allowed now. */
  rules: Rules;
  /** The plan of the engine that runs now. */
  plan: Plan;
  /** The state of the engine that runs now. */
  state: RunState;
  /** All that was recorded so far, over all sessions. */
  readonly events: readonly RunEvent[];
  /** Number of the last event that a crash would leave. */
  durableSeq: () => number;
  /** A session ended before all that it did was durable: the record knows less than the models. */
  lost: boolean;
  /** Nothing is recorded any more. */
  diskFull: boolean;
}

/**
 * Something that must hold at every moment of every run. A check is told of what happens, after it
 * has happened, and answers with what is wrong, null where nothing is.
 */
export interface Check {
  /** An event is recorded; the state has it in a moment. */
  event?(event: RunEvent): string | null;
  callBegun?(call: BookedCall): string | null;
  callEnded?(call: BookedCall): string | null;
  /** The operator has asked; the rules stand already as they are from here on. */
  asked?(command: Command, answer: Acknowledgement): string | null;
  /** The session is over, and nothing more should happen in it. */
  ended?(outcome: RunOutcome): string | null;
}

/** A check for one run. */
export type Invariant = (world: World) => Check;
