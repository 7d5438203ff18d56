import { adaptiveLimit } from './invariants/adaptive-limit.ts';
import { answeredOnce } from './invariants/answered-once.ts';
import { breakerHolds } from './invariants/breaker-holds.ts';
import { callsInFlight } from './invariants/calls-in-flight.ts';
import { commandsTakeEffect } from './invariants/commands-take-effect.ts';
import { droppedIsFree } from './invariants/dropped-is-free.ts';
import { durableFirst } from './invariants/durable-first.ts';
import { endSaysWhy } from './invariants/end-says-why.ts';
import { foldEqualsLive } from './invariants/fold-equals-live.ts';
import { getsOn } from './invariants/gets-on.ts';
import { logInOrder } from './invariants/log-in-order.ts';
import { longWindows } from './invariants/long-windows.ts';
import { needsFirst } from './invariants/needs-first.ts';
import { nothingAfterStop } from './invariants/nothing-after-stop.ts';
import { oneEndEach } from './invariants/one-end-each.ts';
import { oneTaskAnAgent } from './invariants/one-task-an-agent.ts';
import { planToItsEnd } from './invariants/plan-to-its-end.ts';
import { rateLimits } from './invariants/rate-limits.ts';
import { recordAgrees } from './invariants/record-agrees.ts';
import { retriesCounted } from './invariants/retries-counted.ts';
import { saidWhenReached } from './invariants/said-when-reached.ts';
import { skipsByTheRules } from './invariants/skips-by-the-rules.ts';
import { spendWithinCaps } from './invariants/spend-within-caps.ts';
import { urgentFirst } from './invariants/urgent-first.ts';
import { workBudgets } from './invariants/work-budgets.ts';
import type { Invariant } from './world.ts';

/** What holds for every run. To add an invariant is to add it here, and to `breaches.ts` what breaks it. */
export const invariants = {
  'every task ends exactly once': oneEndEach,
  'an answered task is not asked again': answeredOnce,
  'an agent works on one task at a time': oneTaskAnAgent,
  'spend is never above a cap': spendWithinCaps,
  'no rate limit is passed in any window': rateLimits,
  'no hour or day holds more than its limit': longWindows,
  'calls in flight are never above the limit': callsInFlight,
  'a route has no more calls than its adaptive limit': adaptiveLimit,
  'nothing starts after a stop or during a pause': nothingAfterStop,
  'an agent goes on when its last task is durable': durableFirst,
  'a command that is taken has done what it says': commandsTakeEffect,
  'a state is said when it is reached': saidWhenReached,
  'the fold of the log equals the live state': foldEqualsLive,
  'the most urgent task goes first': urgentFirst,
  'the end says what happened': endSaysWhy,
  'the record agrees with what the models saw': recordAgrees,
  'the log is in order': logInOrder,
  'an open breaker holds': breakerHolds,
  'no more retries than allowed, and none too early': retriesCounted,
  'a run that nobody holds gets on': getsOn,
  'a task goes when all that it needs has ended': needsFirst,
  'a plan is done to its end': planToItsEnd,
  'what is skipped is what the rules say': skipsByTheRules,
  'no budget of a workflow or a task is passed': workBudgets,
  'what is dropped is cut and free': droppedIsFree,
} as const satisfies Readonly<Record<string, Invariant>>;

export type InvariantName = keyof typeof invariants;
