/** How the agents' pane is looked at. */
export interface AgentsView {
  /** The agent that the cursor is on; null before it was moved for the first time. */
  readonly cursor: number | null;
  /** Marked agents. */
  readonly marks: ReadonlySet<number>;
}

export const newAgentsView: AgentsView = { cursor: null, marks: new Set() };
