import type { ApprovalPolicy } from '../engine/turns/tool-desk.ts';
import type { AdaptiveRange } from '../gates/adaptive-limit.ts';
import type { LimitPolicy, ResolvedSpec } from '../spec/resolved.ts';
import type { SessionOptions } from './session.ts';

/** What becomes of tools that ask first. */
export function approvalOf({ yes, interactive }: SessionOptions): ApprovalPolicy {
  if (yes) return 'allow';
  return interactive ? 'ask' : 'refuse';
}

/** Null where the number of calls at once is given. */
export function adaptiveRange({
  concurrency: { min, max, auto },
}: ResolvedSpec): AdaptiveRange | null {
  return auto ? { min, max } : null;
}

/** Whether a limit is over an hour or a day, and so over other runs too. */
export function countsAcrossRuns(limits: LimitPolicy): boolean {
  const { requestsPerHour, requestsPerDay, tokensPerHour, tokensPerDay } = limits;
  return [requestsPerHour, requestsPerDay, tokensPerHour, tokensPerDay].some((n) => n !== null);
}
