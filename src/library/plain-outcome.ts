import type { CallOutcome } from '../gates/gate.ts';
import type { FailureClass } from '../state/events.ts';

/** What a gate is told of work that is no model call. @param startedAt `performance.now()` ms */
export function plainOutcome(failure: FailureClass | null, startedAt: number): CallOutcome {
  return {
    failure,
    startedAt,
    endedAt: performance.now(),
    ...{ usage: null, costNanoUsd: null, uncertain: false, suspect: false },
    ...{ firstTokenMs: null, outputTokens: 0, retryAfterMs: null, hints: null },
  };
}
