import { AgentState, TaskStatus } from './agent-state.ts';
import type {
  EventStamp,
  ProgramStarted,
  ToolFinished,
  ToolStarted,
  TurnEvent,
  TurnFailed,
  TurnFinished,
} from './events.ts';
import type { RunState } from './run-state.ts';
import { countFailure, endReserve, leaveCall, settleCall, settleTokens } from './settle-call.ts';

/** The part of the fold for what happens between two calls of a task; called by `RunState.apply` alone. */
export function foldTurn(state: RunState, event: EventStamp & TurnEvent): void {
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
      state.asked.set(askedKey(event), event);
      state.stages.set(event.agent, `asks for ${event.tool}`);
      break;
    case 'tool.answered':
      state.asked.delete(askedKey(event));
      break;
    case 'tool.started':
      begin(state, event);
      break;
    case 'tool.finished':
      end(state, event);
  }
}

/** What an agent is at between the calls that its code makes. */
const codeStage = 'its code';

function beginProgram(state: RunState, { task, agent, attempt }: ProgramStarted, t: number): void {
  const { agents, tasks } = state;
  state.counts.move(task, TaskStatus.tool, t);
  tasks.attempts[task] = attempt;
  tasks.agent[task] = agent;
  if (agents.task[agent] !== task) agents.error[agent] = 0;
  agents.task[agent] = task;
  agents.attempt[agent] = attempt;
  agents.enter(agent, AgentState.tool, t);
  state.stages.set(agent, codeStage);
}

function failTurn(state: RunState, event: TurnFailed, t: number): void {
  leaveCall(state, event.task, TaskStatus.tool, t);
  settleTokens(state, event);
  endReserve(state, event.agent, event.uncertain);
  state.agents.enter(event.agent, AgentState.tool, t);
  state.stages.set(event.agent, codeStage);
  countFailure(state, event, true);
}

function endTurn(state: RunState, event: TurnFinished, t: number): void {
  const { task, agent, calls, problem } = event;
  leaveCall(state, task, TaskStatus.tool, t);
  state.agents.enter(agent, AgentState.tool, t);
  if (calls.length === 0 && problem === null) state.stages.set(agent, codeStage);
  settleCall(state, event, t);
}

function begin({ stages, totals }: RunState, { agent, tool }: ToolStarted): void {
  totals.toolCalls++;
  stages.set(agent, tool);
}

function end({ asked, totals }: RunState, event: ToolFinished): void {
  // Nobody waits for the operator's word any more, where one was cut that had asked.
  asked.delete(askedKey(event));
  if (event.failure !== null) totals.toolFailures++;
  totals.toolMs += event.durationMs;
}

function askedKey({ task, call }: { readonly task: number; readonly call: string }): string {
  return `${task}/${call}`;
}
