import type { LimitPolicy } from '../spec/resolved.ts';
import type { TaskBound } from './task-bound.ts';

/** What a run may take, before it is run. All of it is a guess, and says what it rests on. */

/** `low` and `high` are what is likely, not what is possible. */
export interface Span {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

export interface RoleEstimate {
  readonly role: string;
  /** Name of the first route: what the estimate is made for. */
  readonly route: string;
  readonly agents: number;
  readonly tasks: number;
  readonly inputTokens: Span;
  readonly outputTokens: Span;
  /** Null where the price is unknown. */
  readonly costNanoUsd: Span | null;
}

export interface TimeEstimate {
  /** The shortest time that the limits allow. */
  readonly seconds: number;
  /** What takes it: a field of the spec, or that tasks wait for each other. */
  readonly heldBy: 'concurrency' | 'agents' | 'needs' | `limits.${keyof LimitPolicy}`;
  /** The role whose agents, or the route whose limit it is; null where it is the run's. */
  readonly of: string | null;
  /** What that field says; of `needs` how many calls come one after the other. */
  readonly allows: number;
}

export interface PlanEstimate {
  readonly tasks: number;
  readonly taskBound: TaskBound;
  readonly roles: readonly RoleEstimate[];
  readonly inputTokens: Span;
  readonly outputTokens: Span;
  /** Null where any role's price is unknown: a part of the sum would pass for the whole. */
  readonly costNanoUsd: Span | null;
  /** Routes whose price is unknown. */
  readonly unpriced: readonly string[];
  readonly time: TimeEstimate;
  /** Calls of each role in the longest row of tasks that need each other; empty where none does. */
  readonly chain: readonly number[];
  /** What the figures rest on, a sentence each. */
  readonly assumptions: readonly string[];
}

export const noSpan: Span = { low: 0, expected: 0, high: 0 };

export function addSpans(a: Span, b: Span): Span {
  return { low: a.low + b.low, expected: a.expected + b.expected, high: a.high + b.high };
}

export function mapSpan(span: Span, change: (value: number) => number): Span {
  return { low: change(span.low), expected: change(span.expected), high: change(span.high) };
}
