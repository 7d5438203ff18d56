import { TaskStatus } from './agent-state.ts';
import type { TaskFailed, TaskPoisoned, TaskRetrying, TurnFailed, Usage } from './events.ts';
import { failureCodes } from './failure-codes.ts';
import type { RunState } from './run-state.ts';
import { callKey } from './tool-calls.ts';
import { inputTokensOf } from './totals.ts';

/** What the end of a call changes in the sums of a state; called by the fold alone. */

/** A call that ended well. */
export interface GoodCall {
  readonly task: number;
  readonly agent: number;
  readonly route: number;
  readonly usage: Usage;
  /** Null where the price is unknown. */
  readonly costNanoUsd: number | null;
  readonly callMs: number;
}

/** Counts what a call gave and cost, and frees what was set aside for it. */
export function settleCall(state: RunState, call: GoodCall, t: number): void {
  const { agents, tasks, totals } = state;
  const { agent, task, usage, costNanoUsd } = call;
  settleTokens(state, { task, agent, outputTokens: usage.outputTokens });
  totals.inputTokens += inputTokensOf(usage);
  const reserved = agents.reservedNanoUsd[agent];
  const route = state.routes[call.route];
  const spends = [route.spend, state.spendByRole[tasks.role[task]]];
  if (costNanoUsd === null) {
    totals.unpricedCalls++;
    for (const spend of spends) spend.unpricedCalls++;
    tasks.unpriced[task] = 1;
    keepUncertain(state, agent, reserved);
  } else {
    // What was not reported is estimated: it may have cost up to its bound.
    if (usage.estimated) keepUncertain(state, agent, Math.max(0, reserved - costNanoUsd));
    else if (reserved > 0) totals.excessNanoUsd += Math.max(0, costNanoUsd - reserved);
    totals.costNanoUsd += costNanoUsd;
    agents.costNanoUsd[agent] += costNanoUsd;
    tasks.costNanoUsd[task] += costNanoUsd;
    for (const spend of spends) {
      spend.costNanoUsd += costNanoUsd;
      spend.pricedCalls++;
    }
  }
  endReserve(state, agent, false);
  route.succeeded++;
  route.succeededT = t;
  state.sinceSample.calls++;
  state.latency.record(call.callMs);
  state.sinceSample.latency.record(call.callMs);
}

/** The task is no longer running, if it was, and its status is `to`. @returns whether it was */
export function leaveCall(state: RunState, task: number, to: number, t: number): boolean {
  const { agents, tasks } = state;
  const inCall = tasks.status[task] === TaskStatus.running;
  if (tasks.status[task] === TaskStatus.tool) leaveTools(state, task);
  state.betweenTurns.delete(task);
  if (to >= TaskStatus.done) state.programs.delete(task);
  if (inCall) {
    state.routes[agents.route[tasks.agent[task]]].inFlight--;
    state.stages.delete(tasks.agent[task]);
  }
  state.counts.move(task, to, t);
  return inCall;
}

/** What its model wanted called has ended, or is not waited for any more. */
function leaveTools({ tasks, stages, asked, toolCalls }: RunState, task: number): void {
  for (const { call } of toolCalls.of(task)) asked.delete(callKey({ task, call }));
  toolCalls.forget(task);
  stages.delete(tasks.agent[task]);
}

/** What a call gave in the end, in place of what was counted as it came. */
export function settleTokens(
  state: RunState,
  { task, agent, outputTokens }: Pick<TaskRetrying, 'task' | 'agent' | 'outputTokens'>,
): void {
  state.totals.outputTokens += state.agents.settleTokens(agent, outputTokens);
  state.tasks.tokens[task] += outputTokens;
  state.routes[state.agents.route[agent]].spend.outputTokens += outputTokens;
  state.spendByRole[state.tasks.role[task]].outputTokens += outputTokens;
}

/** The agent's call has ended: what was set aside for it is free, or stays taken where its end is unknown. */
export function endReserve(state: RunState, agent: number, uncertain: boolean): void {
  const { agents, totals } = state;
  const reserved = agents.reservedNanoUsd[agent];
  totals.reservedNanoUsd -= reserved;
  agents.reservedNanoUsd[agent] = 0;
  if (!uncertain) return;
  totals.uncertainCalls++;
  keepUncertain(state, agent, reserved);
}

function keepUncertain(state: RunState, agent: number, nanoUsd: number): void {
  const { agents, tasks } = state;
  state.totals.uncertainNanoUsd += nanoUsd;
  if (nanoUsd > 0) tasks.uncertainNanoUsd[agents.task[agent]] += nanoUsd;
  state.agents.uncertainNanoUsd[agent] += nanoUsd;
}

/** Counts how a call, or a task that waited, failed. */
export function countFailure(
  state: RunState,
  event: TaskRetrying | TaskFailed | TaskPoisoned | TurnFailed,
  inCall: boolean,
): void {
  const { failures } = state.totals;
  failures.set(event.class, (failures.get(event.class) ?? 0) + 1);
  state.tasks.error[event.task] = failureCodes[event.class];
  if (event.agent >= 0) state.agents.error[event.agent] = state.errors.numberOf(event);
  // A task that was out of time where it waited says nothing of a route.
  if (inCall) state.routes[event.route].failed++;
  state.sinceSample.errors++;
}
