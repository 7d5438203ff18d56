/** How one agent, or one task, is looked at. */
export interface AgentView {
  /** The agent that is shown; null where none is, or none has the task. */
  readonly agent: number | null;
  /** The task that stays on the screen; null for whichever the agent works on. */
  readonly task: number | null;
  /** The task itself was opened: the screen does not move on with its agent. */
  readonly ofTask: boolean;
  /** First row of the conversation that is shown; null follows its end. */
  readonly top: number | null;
  /** The part that Enter folds, by its key; null before one was chosen. */
  readonly at: string | null;
  /** Parts that are not as they come: long messages come folded, answers don't. */
  readonly toggled: ReadonlySet<string>;
  /** The request and the reply of the last call in place of the conversation. */
  readonly raw: boolean;
}

export const newAgentView: AgentView = {
  agent: null,
  task: null,
  ofTask: false,
  top: null,
  at: null,
  toggled: new Set(),
  raw: false,
};
