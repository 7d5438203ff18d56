/**
 * The states of an agent, as numbers that a typed array can hold. Their order is the order of the
 * legend; what each means stands in the console's design.
 */
export const AgentState = {
  idle: 0,
  queued: 1,
  held: 2,
  connecting: 3,
  waiting: 4,
  streaming: 5,
  tool: 6,
  retrying: 7,
  done: 8,
  failed: 9,
  poison: 10,
  cancelled: 11,
} as const;

export type AgentStateName = keyof typeof AgentState;
export type AgentStateCode = (typeof AgentState)[AgentStateName];

/** Names by code: `agentStateNames[5]` is `streaming`. */
export const agentStateNames = Object.keys(AgentState) as AgentStateName[];

export const TaskStatus = {
  queued: 0,
  running: 1,
  retrying: 2,
  /** Between two calls: what the model wanted called runs. */
  tool: 3,
  /** In no queue yet: it waits for other tasks, or the operator keeps it back. */
  blocked: 4,
  done: 5,
  failed: 6,
  cancelled: 7,
  skipped: 8,
  poison: 9,
} as const;

export type TaskStatusName = keyof typeof TaskStatus;
export const taskStatusNames = Object.keys(TaskStatus) as TaskStatusName[];
