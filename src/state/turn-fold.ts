import { AgentState, TaskStatus } from './agent-state.ts';
import type {
  EventStamp,
  ProgramStarted,
  ToolFinished,
  TurnEvent,
  TurnFailed,
  TurnFinished,
} from './events.ts';
import type { RunState } from './run-state.ts';
import { countFailure, endReserve, leaveCall, settleCall, settleTokens } from './settle-call.ts';
import { callKey, toolStage } from './tool-calls.ts';

/** The part of the fold for what happens between two calls of a task; called by `RunState.apply` alone. */
export function foldTurn(state: RunState, event: EventStamp & TurnEvent): void {
  const { asked, toolCalls } = state;
  const { task } = event;
  switch (event.type) {
    case 'program.started':
      beginProgram(state, event, event.t);
      break;
    case 'program.warned':
      break;
    case 'turn.finished':
      endTurn(state, event, event.t);
      break;
    case 'turn.failed':
      failTurn(state, event, event.t);
      break;
    case 'tool.asked':
      asked.set(callKey(event), event);
      toolCalls.change(task, event.call, { askedT: event.t });
      break;
    case 'tool.answered':
      asked.delete(callKey(event));
      toolCalls.change(task, event.call, { askedT: null });
      break;
    case 'tool.started':
      toolCalls.change(task, event.call, { startedT: event.t });
      break;
    case 'tool.finished':
      endTool(state, event);
  }
  tellStage(state, event);
}

function beginProgram(state: RunState, { task, agent, attempt }: ProgramStarted, t: number): void {
  const { agents, tasks } = state;
  state.counts.move(task, TaskStatus.tool, t);
  state.betweenTurns.delete(task);
  tasks.attempts[task] = attempt;
  tasks.agent[task] = agent;
  if (agents.task[agent] !== task) agents.error[agent] = 0;
  agents.task[agent] = task;
  agents.attempt[agent] = attempt;
  agents.enter(agent, AgentState.tool, t);
  state.programs.add(task);
}

function failTurn(state: RunState, event: TurnFailed, t: number): void {
  leaveCall(state, event.task, TaskStatus.tool, t);
  settleTokens(state, event);
  endReserve(state, event.agent, event.uncertain);
  state.agents.enter(event.agent, AgentState.tool, t);
  countFailure(state, event, true);
}

function endTurn(state: RunState, event: TurnFinished, t: number): void {
  const { task, agent } = event;
  leaveCall(state, task, TaskStatus.tool, t);
  state.agents.enter(agent, AgentState.tool, t);
  state.toolCalls.begin(task, event.calls);
  settleCall(state, event, t);
}

function endTool({ asked, toolCalls, totals }: RunState, event: ToolFinished): void {
  // Nobody waits for the operator's word any more, where one was cut that had asked.
  asked.delete(callKey(event));
  toolCalls.end(event.task, event.call);
  totals.toolCalls++;
  if (event.failure !== null) totals.toolFailures++;
  totals.toolMs += event.durationMs;
}

/** What the agent is at now; of a task that has gone on without its tools nothing is told. */
function tellStage(state: RunState, { task, agent }: TurnEvent): void {
  const { stages, tasks, toolCalls, programs } = state;
  if (tasks.status[task] !== TaskStatus.tool || tasks.agent[task] !== agent) return;
  const code = programs.has(task) ? 'its code' : '';
  const stage = toolStage(toolCalls.of(task)) || code;
  if (stage === '') stages.delete(agent);
  else stages.set(agent, stage);
}
