import { AgentState, TaskStatus } from './agent-state.ts';
import type { EventStamp, ToolFinished, ToolStarted, TurnEvent, TurnFinished } from './events.ts';
import type { RunState } from './run-state.ts';
import { leaveCall, settleCall } from './settle-call.ts';

/** The part of the fold for what happens between two calls of a task; called by `RunState.apply` alone. */
export function foldTurn(state: RunState, event: EventStamp & TurnEvent): void {
  switch (event.type) {
    case 'turn.finished':
      endTurn(state, event, event.t);
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

function endTurn(state: RunState, event: TurnFinished, t: number): void {
  const { task, agent } = event;
  leaveCall(state, task, TaskStatus.tool, t);
  state.agents.enter(agent, AgentState.tool, t);
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
