import type { PromptItem } from './prompts-workload.ts';

/** One prompt of a comparison. Every variant does it, so it names no role. */
export interface ComparedItem extends Omit<PromptItem, 'role' | 'deadlineSeconds'> {
  /** The right answer, as text; left out where nobody gave one. */
  readonly expected?: string;
}

export interface ComparedVariant {
  /** Name of its role, too. */
  readonly name: string;
  /** With its `{{prompt}}` still in it; null is the prompt as it stands. */
  readonly template: string | null;
}

/** What an answer must be to pass. */
export interface CompareChecks {
  /** How an answer and the expected one are compared; null where no prompt expects anything. */
  readonly expected: string | null;
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly contains: readonly string[];
  /** A regular expression. */
  readonly matches: string | null;
}

export interface CompareJudge {
  readonly role: string;
  /** With its `{{prompt}}`, `{{a}}` and `{{b}}` still in it. */
  readonly prompt: string;
}

/** The same inputs for several variants, to tell which does better. */
export interface CompareWorkload {
  readonly kind: 'compare';
  readonly items: readonly ComparedItem[];
  /** Every item this many times for every variant. */
  readonly repeat: number;
  /** Two or more, in the order of the spec. */
  readonly variants: readonly ComparedVariant[];
  readonly judge: CompareJudge | null;
  readonly checks: CompareChecks;
  /** What the operator sees. */
  readonly source: string;
}
