import { AgentState, TaskStatus } from './agent-state.ts';
import type {
  EventStamp,
  TaskCancelled,
  TaskEvent,
  TaskFailed,
  TaskFinished,
  TaskPoisoned,
  TaskRequeued,
  TaskRetrying,
  TaskStarted,
} from './events.ts';
import type { RunState } from './run-state.ts';
import { countFailure, endReserve, leaveCall, settleCall, settleTokens } from './settle-call.ts';

/** The part of the fold that moves one task, its agent and its route; called by `RunState.apply` alone. */
export function foldTask(state: RunState, event: EventStamp & TaskEvent): void {
  switch (event.type) {
    case 'task.started':
      start(state, event, event.t);
      break;
    case 'call.sent': {
      state.agents.enter(event.agent, AgentState.waiting, event.t);
      const route = state.routes[state.agents.route[event.agent]];
      route.sent++;
      if (event.connectMs === 0) route.warm++;
      break;
    }
    case 'call.stage':
      state.stages.set(event.agent, event.stage);
      break;
    case 'call.streaming':
      // Where it was before its answer; what an agent of several steps does next is told again.
      state.stages.delete(event.agent);
      state.agents.enter(event.agent, AgentState.streaming, event.t);
      state.firstToken.record(event.firstTokenMs);
      state.sinceSample.firstToken.record(event.firstTokenMs);
      break;
    case 'task.retrying':
      retry(state, event, event.t);
      break;
    case 'task.requeued':
      requeue(state, event, event.t);
      break;
    case 'task.finished':
      finish(state, event, event.t);
      break;
    case 'task.cached':
      // No agent had it, and it says nothing of how long a task takes.
      leaveCall(state, event.task, TaskStatus.done, event.t);
      state.totals.cached++;
      break;
    case 'task.failed':
    case 'task.poisoned':
      fail(state, event, event.t);
      break;
    case 'task.cancelled':
      cancel(state, event, event.t);
  }
}

function start(state: RunState, event: TaskStarted, t: number): void {
  const { agents, tasks, totals } = state;
  const { agent, task } = event;
  state.counts.move(task, TaskStatus.running, t);
  state.betweenTurns.delete(task);
  tasks.attempts[task] = event.attempt;
  tasks.agent[task] = agent;
  tasks.route[task] = event.route;
  agents.enter(agent, AgentState.connecting, t);
  // Of another task's failures it has none.
  if (agents.task[agent] !== task) agents.error[agent] = 0;
  agents.task[agent] = task;
  agents.attempt[agent] = event.attempt;
  agents.route[agent] = event.route;
  agents.callTokens[agent] = 0;
  agents.reservedNanoUsd[agent] = event.reservedNanoUsd ?? 0;
  totals.reservedNanoUsd += agents.reservedNanoUsd[agent];
  if (event.reservedNanoUsd === null) totals.unboundedCalls++;
  const route = state.routes[event.route];
  route.inFlight++;
  route.calls++;
  totals.calls++;
  totals.peakInFlight = Math.max(totals.peakInFlight, state.inFlight);
}

function retry(state: RunState, event: TaskRetrying, t: number): void {
  const inCall = leaveCall(state, event.task, TaskStatus.retrying, t);
  // Else code has failed, whose calls have ended.
  if (inCall) {
    settleTokens(state, event);
    endReserve(state, event.agent, event.uncertain);
  }
  state.agents.enter(event.agent, AgentState.retrying, t);
  countFailure(state, event, inCall);
  state.totals.retries++;
  state.totals.retryWaitMs += event.waitMs;
}

function requeue(state: RunState, event: TaskRequeued, t: number): void {
  const { agent, cut } = event;
  const hadTurn = state.tasks.status[event.task] === TaskStatus.tool;
  leaveCall(state, event.task, TaskStatus.queued, t);
  if (hadTurn) state.betweenTurns.add(event.task);
  state.agents.enter(agent, cut ? AgentState.cancelled : AgentState.idle, t);
  if (!cut) return;
  settleTokens(state, event);
  endReserve(state, agent, event.uncertain);
}

function finish(state: RunState, event: TaskFinished, t: number): void {
  const { agents, tasks } = state;
  const { agent, task, route, callMs } = event;
  leaveCall(state, task, TaskStatus.done, t);
  tasks.durationMs[task] = event.durationMs;
  tasks.callMs[task] = callMs;
  agents.enter(agent, AgentState.done, t);
  agents.done[agent]++;
  agents.error[agent] = 0;
  // What its earlier turns took was settled with them.
  if (event.last !== null) {
    const { usage, costNanoUsd } = event.last ?? event;
    settleCall(state, { task, agent, route, usage, costNanoUsd, callMs }, t);
  }
  state.endedThisSession++;
}

function fail(state: RunState, event: TaskFailed | TaskPoisoned, t: number): void {
  const poison = event.type === 'task.poisoned';
  const inCall = leaveCall(state, event.task, poison ? TaskStatus.poison : TaskStatus.failed, t);
  state.tasks.durationMs[event.task] = event.durationMs;
  if (inCall) {
    settleTokens(state, event);
    endReserve(state, event.agent, event.uncertain);
  }
  if (event.agent >= 0) {
    state.agents.enter(event.agent, poison ? AgentState.poison : AgentState.failed, t);
    state.agents.failed[event.agent]++;
  }
  countFailure(state, event, inCall);
  state.endedThisSession++;
}

function cancel(state: RunState, event: TaskCancelled, t: number): void {
  const inCall = leaveCall(state, event.task, TaskStatus.cancelled, t);
  state.tasks.durationMs[event.task] = event.durationMs;
  if (event.unneeded) state.unneeded.add(event.task);
  if (event.agent < 0) return;
  // What a call that has ended already gave was settled with its end.
  if (inCall) {
    settleTokens(state, event);
    endReserve(state, event.agent, event.uncertain);
  }
  state.agents.enter(event.agent, AgentState.cancelled, t);
}
