import type { Condition, JsonLines, LinePlace } from '../../spec/json-lines.ts';
import type { FailureClass } from '../../state/events.ts';

/** What the lines of a known program mean, beyond what a spec can say of any. */
export interface LineProfile extends JsonLines {
  /** Messages that come as a whole; one whose pieces came before only ends them. */
  readonly messages?: readonly LinePlace[];
  /** From here on another message is written. */
  readonly fresh?: readonly Condition[];
  /** The answer is the last message, where no line holds it as a whole. */
  readonly answersLast?: true;
  /** Lines by which it failed, also where none of them says why. */
  readonly failed?: readonly Condition[];
  /** Trouble that may pass: it is the reason where the program fails after it. */
  readonly trouble?: readonly LinePlace[];
  /** The HTTP status of the call that failed, of a service that the program asks. */
  readonly status?: readonly LinePlace[];
  /** A word for the kind of the failure, and the classes of these words. */
  readonly kind?: readonly LinePlace[];
  readonly kinds?: Readonly<Record<string, FailureClass>>;
  /** Tokens and cost of every line count, not of the last alone. */
  readonly addsUp?: true;
  /** What it calls input holds what was read from a cache. */
  readonly inputHoldsCache?: true;
  readonly exitCodes?: Readonly<Record<string, FailureClass>>;
  /** The arguments with which it writes such lines, for a sentence. */
  readonly wants?: string;
}
