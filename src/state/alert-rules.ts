import { moneyWords } from '../cost/money-words.ts';
import type { AlertPolicy } from '../spec/resolved.ts';
import { TaskStatus } from './agent-state.ts';
import type { AlertName } from './events.ts';
import { markOf } from './evidence.ts';
import type { RunState } from './run-state.ts';
import { count, percent, plural, timeWords } from './words.ts';

/**
 * Looks at a run at run time `t`, ms, and says in one sentence without its full stop what the
 * operator should know; null where all is well, or nothing is known.
 */
export type AlertRule = (state: RunState, policy: AlertPolicy, t: number) => string | null;

const leastTasks = 20;
const failureWindowMs = 60_000;
const leastRecentCalls = 30;

const budget: AlertRule = ({ budget: { runNanoUsd }, totals }, { budgetShare }) => {
  if (runNanoUsd === null || runNanoUsd <= 0) return null;
  const taken = totals.costNanoUsd + totals.reservedNanoUsd + totals.uncertainNanoUsd;
  if (taken < budgetShare * runNanoUsd) return null;
  const share = percent(taken / runNanoUsd);
  return `${moneyWords(taken)} of ${moneyWords(runNanoUsd)} spent or set aside, ${share}`;
};

/** Of the tasks that ended in the last minute of work, or of the last twenty where they are fewer. */
const failures: AlertRule = (state, { failureRate }, t) => {
  const now = markOf(state, t);
  const since = state.evidence.marks.newest(
    (mark) =>
      now.workedMs - mark.workedMs >= failureWindowMs &&
      now.done + now.failed - mark.done - mark.failed >= leastTasks,
  );
  const failed = now.failed - (since?.failed ?? 0);
  const ended = failed + now.done - (since?.done ?? 0);
  if (ended < leastTasks || failed === 0 || failed / ended < failureRate) return null;
  return `${count(failed)} of the last ${count(ended)} tasks failed, ${percent(failed / ended)}`;
};

const latency: AlertRule = ({ evidence }, { latencyFactor }) => {
  const { recent, pastP95Ms: past } = evidence.latency;
  const now = recent.total < leastRecentCalls ? null : recent.percentile(0.95);
  if (now === null || past === null || now < latencyFactor * past) return null;
  return `p95 of the last 30 s is ${seconds(now)}, ${(now / past).toFixed(1)} times the ${seconds(past)} before`;
};

const breaker: AlertRule = ({ evidence, routes }, { breakerOpenSeconds }, t) => {
  const down = [...evidence.downSinceT].filter(
    ([, sinceT]) => t - sinceT >= breakerOpenSeconds * 1000,
  );
  if (down.length === 0) return null;
  const [[route, sinceT]] = down;
  const others = down.length > 1 ? ` and of ${plural(down.length - 1, 'other route')}` : '';
  return `breaker of ${routes[route].info.name}${others} open for ${timeWords(t - sinceT)}`;
};

/** A run that a limit holds is held, not stalled: the fold moves `movedT` on while one does. */
const stall: AlertRule = (state, { stallSeconds }, t) => {
  if (state.phase !== 'RUNNING' || state.counts.ended === state.tasks.size) return null;
  const quietMs = t - state.evidence.movedT;
  if (quietMs < stallSeconds * 1000) return null;
  const retrying = state.counts.byStatus[TaskStatus.retrying];
  const inTools = state.counts.byStatus[TaskStatus.tool];
  const where = [
    ...(state.inFlight > 0 ? [`${plural(state.inFlight, 'call')} without a token`] : []),
    ...(inTools > 0 ? [`${plural(inTools, 'task')} in tools`] : []),
    ...(retrying > 0 ? [`${plural(retrying, 'task')} backing off`] : []),
    ...(state.queued > 0 ? [`${plural(state.queued, 'task')} waiting`] : []),
  ];
  return `nothing has moved for ${timeWords(quietMs)}: ${where.join(', ')}`;
};

/** The most urgent first. */
export const alertRules: Readonly<Record<AlertName, AlertRule>> = {
  stall,
  breaker,
  failures,
  latency,
  budget,
};

/**
 * What a standing alert must fall below to be over: a figure that wavers around its threshold is one
 * alert and not many.
 */
export function softened(policy: AlertPolicy): AlertPolicy {
  return {
    ...policy,
    budgetShare: policy.budgetShare * 0.95,
    failureRate: policy.failureRate * 0.8,
    latencyFactor: 1 + (policy.latencyFactor - 1) * 0.8,
  };
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)}s` : timeWords(ms);
}
