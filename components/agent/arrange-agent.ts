/** What stands where on the agent screen, in rows and columns. */
export interface AgentPlan {
  readonly header: number;
  /** Lines about the call above the conversation, where there is no column for them. */
  readonly above: number;
  /** The conversation, its rule included. */
  readonly width: number;
  readonly body: number;
  /** Width of the column about the call; 0 where there is none. */
  readonly side: number;
  readonly footer: number;
}

/** Blank columns between the conversation and what stands beside it. */
export const sideGap = 2;
const sideBySide = 100;

/** The agent screen for any size. @param asked it has the line of tools that ask */
export function arrangeAgent(columns: number, rows: number, asked: boolean): AgentPlan {
  const footer = rows < 8 ? 0 : rows < 30 ? 1 : 2;
  const header = rows < 4 ? 0 : asked && rows >= 10 ? 2 : 1;
  const wide = columns >= sideBySide && rows >= 12;
  const above = wide || rows < 10 || columns < 40 ? 0 : rows < 18 ? 2 : 3;
  const side = wide ? Math.max(44, Math.min(56, Math.round(columns * 0.32))) : 0;
  return {
    header,
    above,
    side,
    footer,
    width: wide ? columns - side - sideGap : columns,
    body: Math.max(1, rows - header - above - footer),
  };
}
